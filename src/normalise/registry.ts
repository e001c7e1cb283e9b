import type { Dialect } from "./dialect.js";
import { deepeyes } from "./dialects/deepeyes.js";
import { prime } from "./dialects/prime.js";
import { tapo } from "./dialects/tapo.js";
import { tauBench } from "./dialects/tau-bench.js";
import { verifiers } from "./dialects/verifiers.js";

/** Names of the dialects, the more specific first: of equally sure ones the first is taken. */
export const DIALECT_NAMES = ["tapo", "prime", "verifiers", "tau-bench", "deepeyes"] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** Every dialect by its name. */
export const DIALECTS = {
  tapo,
  prime,
  verifiers,
  "tau-bench": tauBench,
  deepeyes,
} satisfies Record<DialectName, Dialect>;

/** The dialect of a name; null where there is none. */
export function dialectByName(name: string): Dialect | null {
  return DIALECT_NAMES.some((known) => known === name) ? DIALECTS[name as DialectName] : null;
}
