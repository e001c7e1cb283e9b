import { groupRollouts } from "../../src/group/group-rollouts.js";
import { Condenser } from "../../src/match/condense.js";
import type { Batch } from "../../src/model/compact.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { tapo } from "../../src/normalise/dialects/tapo.js";
import { normaliseRow } from "../../src/normalise/normalise.js";
import type { SimulateOptions } from "../../src/simulate/options.js";
import { simulateLog } from "../../src/simulate/simulate.js";

const FILE = { index: 0, path: "log", name: "log", format: "jsonl", compression: "none" } as const;
const LOG = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map<string, string>(), lenient: false };
const NEED = { tokens: true, advantages: false, logprobs: false };

/** A simulated log, read as any other. */
export function simulatedBatches(options: Partial<SimulateOptions>): readonly Batch[] {
  const condenser = new Condenser(DEFAULT_OPTIONS, DEFAULT_OPTIONS.successThreshold);
  const rollouts = [...simulateLog(options)].flatMap((value, row) => {
    const read = { log: LOG, successField: null, lenient: false, need: NEED };
    return normaliseRow({ row, value, bytes: null }, FILE, tapo, read).results.map((result) => {
      if ("reason" in result) throw new Error(`the simulated log has a bad record: ${result.reason}`);
      return condenser.condense(result);
    });
  });
  return groupRollouts(rollouts, DEFAULT_OPTIONS, false).batches;
}
