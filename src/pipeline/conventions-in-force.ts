import { conventionsOf } from "../analyse/conventions.js";
import type { Conventions, InputSummary } from "../model/audit.js";
import type { MethodOptions } from "../model/options.js";
import { dialectByName } from "../normalise/registry.js";

/** The options in force for a log: the success field is its dialects' own where the user names none. */
export function conventionsInForce(
  options: MethodOptions,
  inputs: readonly Pick<InputSummary, "dialect">[],
): Conventions {
  const own = new Set(inputs.map(({ dialect }) => dialectByName(dialect)?.successField ?? null));
  const [shared = null] = own.size === 1 ? own : [];
  return conventionsOf({ ...options, successField: options.successField ?? shared });
}
