import { describe, expect, test } from "vitest";
import { makeRandom } from "../property/random.js";
import { interrupt, type LogFormat, prepare, type Trial } from "./harness.js";

/** Kills of each format: `npm run faults` makes 201 in all. */
const KILLS = Number(process.env.TAPO_FAULT_TRIALS ?? 3);
const SIGNALS = Math.min(KILLS, 20);

describe.each<LogFormat>(["jsonl", "parquet", "arrow"])("correct over %s", (format) => {
  test.each([
    ["SIGKILL", KILLS],
    ["SIGINT", SIGNALS],
    ["SIGTERM", SIGNALS],
  ] as const)(
    `%s at %i random moments: the output is absent or whole, the input untouched, a second run succeeds`,
    { timeout: 60_000 + KILLS * 20_000 },
    async (signal, count) => {
      const prepared = await prepare(format);
      const random = makeRandom(signal.length);
      const trials: Trial[] = [];
      for (let i = 0; i < count; i++) {
        trials.push(await interrupt(prepared, signal, Math.floor(random.next() * prepared.duration * 1.1)));
      }
      if (process.env.TAPO_FAULT_TRIALS !== undefined) {
        const absent = trials.filter(({ outcome }) => outcome === "absent").length;
        console.log(`${format} ${signal}: ${trials.length} trials, ${absent} without output, the rest whole`);
      }
      expect(trials.filter(({ faults }) => faults.length > 0)).toEqual([]);
    },
  );
});
