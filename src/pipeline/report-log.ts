import { BatchMatching, creditWith } from "../analyse/batch-matching.js";
import { conventionsOf } from "../analyse/conventions.js";
import { tallyGroup } from "../analyse/group-tally.js";
import { type Example, ReportTally } from "../analyse/report-extras.js";
import { ThetaBootstrap } from "../analyse/theta-bootstrap.js";
import { groupRollouts } from "../group/group-rollouts.js";
import { idKey } from "../json/id.js";
import type { CompactRollout } from "../model/compact.js";
import type { ExplainResult } from "../model/explain.js";
import type { Place } from "../model/place.js";
import type { ReportExtras } from "../model/report-data.js";
import type { RunOptions } from "../model/run.js";
import { VERSION } from "../model/version.js";
import { explainRollout, promptOf, readTexts, type Texts } from "./explained.js";
import { loadLog } from "./load-log.js";
import type { OpenLog } from "./open-log.js";

/** Reads the log again for what the HTML report shows besides figures: distributions, and groups as examples in full text. */
export async function reportOpen(log: OpenLog, run: RunOptions): Promise<ReportExtras> {
  const loaded = await loadLog(log, run);
  const byPlace = new Map<string, CompactRollout>();
  for (const rollout of loaded.rollouts) byPlace.set(placeKey(rollout.place), rollout);
  const tally = new ReportTally((place) => byPlace.get(placeKey(place)));
  const thetas = new ThetaBootstrap(run.method.seed, run.method.replicates);
  const { batches } = groupRollouts(loaded.rollouts, run.method, run.log.groupBy.length > 0);
  for (const batch of batches) {
    const matching = new BatchMatching(batch, run.method);
    for (const group of batch.groups) {
      const credits = creditWith(matching, group, run.method);
      tally.addGroup(group, credits);
      thetas.addGroup(group, tallyGroup(group, credits, matching.ownMatcher(group), run.method.theta));
    }
  }
  const shown = tally.examples.flatMap(({ credits }) => credits);
  const texts = shown.length === 0 ? new Map() : await readTexts(log, run, shown);
  const paths = log.files.map(({ file }) => file.path);
  const examples = tally.examples.map((example) => explainExample(example, texts, paths, run));
  return { ...tally.figures(), thetaIntervals: thetas.intervals(), examples };
}

function explainExample(example: Example, texts: Texts, paths: readonly string[], run: RunOptions): ExplainResult {
  const { group, credits } = example;
  return {
    schema: "tapo.explain/1",
    version: VERSION,
    conventions: conventionsOf(run.method),
    batch: group.batch,
    group: group.id,
    rolloutsInGroup: group.rollouts.length,
    successfulInGroup: group.rollouts.filter(({ successful }) => successful).length,
    mixed: group.mixed,
    prompt: promptOf(credits[0]?.rollout.place ?? null, texts),
    rollouts: credits.map((credit) => explainRollout(credit, texts, paths)),
    warnings: [],
  };
}

function placeKey(place: Place): string {
  return idKey([place.file, place.row, place.item]);
}
