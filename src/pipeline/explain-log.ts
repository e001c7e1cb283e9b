import { BatchMatching, creditWith } from "../analyse/batch-matching.js";
import { groupRollouts } from "../group/group-rollouts.js";
import type { ExplainResult } from "../model/explain.js";
import type { RunOptions } from "../model/run.js";
import { VERSION } from "../model/version.js";
import { conventionsInForce } from "./conventions-in-force.js";
import { explainRollout, promptOf, readTexts } from "./explained.js";
import { type ExplainTarget, findTarget } from "./find-group.js";
import { loadLog } from "./load-log.js";
import type { OpenLog } from "./open-log.js";

export type { ExplainTarget };

/** One rollout or group of a log, turn by turn, with the texts that the other commands do not keep. */
export async function explainOpen(log: OpenLog, run: RunOptions, which: ExplainTarget): Promise<ExplainResult> {
  const paths = log.files.map(({ file }) => file.path);
  const loaded = await loadLog(log, run);
  const grouping = groupRollouts(loaded.rollouts, run.method, run.log.groupBy.length > 0);
  const { batch, group, rollouts, others } = findTarget(grouping.batches, paths, which);
  const credits = creditWith(new BatchMatching(batch, run.method), group, run.method);
  const shown = credits.filter(({ rollout }) => rollouts.includes(rollout));
  const texts = await readTexts(log, run, shown);
  const warnings = [...loaded.warnings, ...grouping.warnings];
  if (others > 0) {
    const message = `${others} more group(s) have what was named too; this is the first. Narrow it with --row and --file.`;
    warnings.push({ code: "several-found", message });
  }
  return {
    schema: "tapo.explain/1",
    version: VERSION,
    conventions: conventionsInForce(run.method, loaded.inputs),
    batch: group.batch,
    group: group.id,
    rolloutsInGroup: group.rollouts.length,
    successfulInGroup: group.rollouts.filter(({ successful }) => successful).length,
    mixed: group.mixed,
    prompt: promptOf(shown[0]?.rollout.place ?? null, texts),
    rollouts: shown.map((credit) => explainRollout(credit, texts, paths)),
    warnings,
  };
}
