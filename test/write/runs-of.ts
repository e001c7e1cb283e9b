import { RunBuilder, type TokenRuns } from "../../src/model/token-runs.js";

/** Numbers as runs of one value. */
export function runsOf(numbers: readonly number[]): TokenRuns {
  const builder = new RunBuilder();
  for (const value of numbers) builder.add(1, value);
  return builder.runs();
}
