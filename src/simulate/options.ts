import { UsageError } from "../model/errors.js";

/** One numeric option of `tapo simulate`: what the command line, its checks and the documentation say of it. */
interface SimulateOption {
  readonly name: string;
  readonly flag: string;
  readonly description: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

const MILLION = 1e6;

/** The options, in the order of the help text. Ranges are inclusive. */
export const SIMULATE_OPTIONS = [
  option("prompts", "prompts, one group each, spread evenly over the steps", 64, 1, 100 * MILLION, true),
  option("rollouts", "rollouts of a prompt", 8, 1, 1024, true),
  option("steps", "training steps (batches)", 4, 1, MILLION, true),
  option("seed", "seed: the same options and seed give the same bytes", 0, 0, 2 ** 32 - 1, true),
  option("difficulty", "shifts the chance of a right answer, 0 easy to 1 hard", 0.5, 0, 1, false),
  option(
    "redundancy",
    "share of facts with a second way to them, and weight of calls for a fact already known",
    0.3,
    0,
    1,
    false,
  ),
  option(
    "noise",
    "weight of wrong calls, strength of paraphrase and jitter, chance of an empty observation",
    0.3,
    0,
    1,
    false,
  ),
  option("facts", "largest number of facts that a prompt needs; each needs 2 or more, unless this is 1", 4, 1, 6, true),
  option("maxTurns", "turns of a rollout, the answer included", 8, 1, 64, true),
  option("parallel", "chance that a turn with a call holds a second one", 0.05, 0, 1, false),
  option("malformed", "share of calls whose arguments do not parse", 0.01, 0, 1, false),
  option("singletons", "share of groups cut short to one rollout", 0.02, 0, 1, false),
  option("tokens", "length of the token arrays of a rollout; 0 writes the mask only", 0, 0, MILLION, true),
  option(
    "messageBytes",
    "pads observations so that a rollout of 4 calls has about this many bytes of text; 0 pads nothing",
    0,
    0,
    100 * MILLION,
    true,
  ),
] as const satisfies readonly SimulateOption[];

type OptionName = (typeof SIMULATE_OPTIONS)[number]["name"];

/** Size, model and form of a simulated log. All numbers; ranges in `SIMULATE_OPTIONS`. */
export type SimulateOptions = Readonly<Record<OptionName, number>>;

export const DEFAULT_SIMULATE_OPTIONS = Object.fromEntries(
  SIMULATE_OPTIONS.map((o) => [o.name, o.default]),
) as SimulateOptions;

/**
 * The options with defaults filled in and ranges checked.
 * @throws UsageError that names the option, its range and the value found.
 */
export function simulateOptions(given: Partial<SimulateOptions> = {}): SimulateOptions {
  const options = { ...DEFAULT_SIMULATE_OPTIONS, ...given };
  for (const { name, flag, min, max, integer } of SIMULATE_OPTIONS) {
    const value = options[name];
    if (value >= min && value <= max && (!integer || Number.isInteger(value))) continue;
    throw new UsageError(
      `${flag} must be ${integer ? "a whole number" : "a number"} from ${min} to ${max}, not ${value}`,
    );
  }
  return options;
}

function option<const Name extends string>(
  name: Name,
  description: string,
  fallback: number,
  min: number,
  max: number,
  integer: boolean,
): SimulateOption & { readonly name: Name } {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return { name, flag, description, default: fallback, min, max, integer };
}
