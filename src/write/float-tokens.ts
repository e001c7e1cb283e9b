import { InputError } from "../model/errors.js";
import { expandRuns, type TokenRuns } from "../model/token-runs.js";

/** Doubles from half an ulp beyond the largest 32-bit float on become infinite. */
const BEYOND_FLOAT = 2 ** 128 - 2 ** 103;

/** One number a token for a column of 32-bit floats; checked as `floatRuns` does. */
export function floatTokens(runs: TokenRuns | null): Float64Array | null {
  const checked = floatRuns(runs);
  return checked && expandRuns(checked);
}

/**
 * Advantages for a column of 32-bit floats as they are, null where there are none.
 * @throws InputError where one would become infinite there.
 */
export function floatRuns(runs: TokenRuns | null): TokenRuns | null {
  if (runs === null) return null;
  const beyond = runs.values.find((value) => Math.abs(value) >= BEYOND_FLOAT);
  if (beyond !== undefined) {
    throw new InputError(
      `an advantage of ${beyond} is beyond the 32-bit numbers of tapo_token_advantages; scale the rewards, or correct the log as JSONL`,
    );
  }
  return runs;
}
