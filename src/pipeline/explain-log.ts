import { BatchMatching, creditWith } from "../analyse/batch-matching.js";
import { conventionsOf } from "../analyse/conventions.js";
import { groupRollouts } from "../group/group-rollouts.js";
import { canonicalJson } from "../json/canonical.js";
import { idKey } from "../json/id.js";
import type { CallCredit, RolloutCredit, Witness } from "../model/correction.js";
import type { ExplainedCall, ExplainedRollout, ExplainedWitness, ExplainResult } from "../model/explain.js";
import type { Place } from "../model/place.js";
import type { Rollout, ToolCall } from "../model/rollout.js";
import type { RunOptions } from "../model/run.js";
import { VERSION } from "../model/version.js";
import { excerpt, promptText } from "./excerpt.js";
import { type ExplainTarget, findTarget } from "./find-group.js";
import { loadLog, needOf } from "./load-log.js";
import type { OpenLog } from "./open-log.js";
import { isRejection, readRollouts } from "./read-rollouts.js";

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
  const prompt = texts.get(placeKey(shown[0]?.rollout.place ?? null))?.prompt ?? null;
  const warnings = [...loaded.warnings, ...grouping.warnings];
  if (others > 0) {
    const message = `${others} more group(s) have what was named too; this is the first. Narrow it with --row and --file.`;
    warnings.push({ code: "several-found", message });
  }
  return {
    schema: "tapo.explain/1",
    version: VERSION,
    conventions: conventionsOf(run.method),
    batch: group.batch,
    group: group.id,
    rolloutsInGroup: group.rollouts.length,
    successfulInGroup: group.rollouts.filter(({ successful }) => successful).length,
    mixed: group.mixed,
    prompt: promptText(prompt),
    rollouts: shown.map((credit) => explainRollout(credit, texts, paths)),
    warnings,
  };
}

type Texts = ReadonlyMap<string, Rollout>;

/** Reads the log again and keeps the rollouts to show and those of their witnesses, in full. */
async function readTexts(log: OpenLog, run: RunOptions, shown: readonly RolloutCredit[]): Promise<Texts> {
  const wanted = new Set(shown.map(({ rollout }) => placeKey(rollout.place)));
  for (const { turns } of shown) {
    for (const call of turns.flatMap(({ calls }) => calls)) wanted.add(placeKey(call.witness?.place ?? null));
  }
  const texts = new Map<string, Rollout>();
  for await (const { results } of readRollouts(log, run, needOf(run))) {
    for (const result of results) {
      if (!isRejection(result) && wanted.has(placeKey(result.place))) texts.set(placeKey(result.place), result);
    }
  }
  return texts;
}

function placeKey(place: Place | null): string {
  return place === null ? "" : idKey([place.file, place.row, place.item]);
}

function explainRollout(credit: RolloutCredit, texts: Texts, paths: readonly string[]): ExplainedRollout {
  const { rollout } = credit;
  const full = texts.get(placeKey(rollout.place));
  return {
    path: paths[rollout.place.file] ?? "",
    row: rollout.place.row,
    item: rollout.place.item,
    rollout: rollout.id,
    reward: rollout.reward,
    success: rollout.successful,
    advantage: credit.advantage,
    turns: credit.turns.map((turn, t) => ({
      turn: t,
      base: turn.base,
      advantage: turn.advantage,
      text: excerpt(full?.turns[t]?.text ?? ""),
      calls: turn.calls.map((call, c) => explainCall(call, c, full?.turns[t]?.calls[c], texts, paths)),
    })),
  };
}

function explainCall(
  credit: CallCredit,
  index: number,
  call: ToolCall | undefined,
  texts: Texts,
  paths: readonly string[],
): ExplainedCall {
  const { witness, reason, ...numbers } = credit;
  return {
    call: index,
    ...numbers,
    arguments: argumentText(call),
    observation: call?.observation == null ? null : excerpt(call.observation),
    witness: witness === null ? null : explainWitness(witness, texts, paths),
    ...(reason === undefined ? {} : { reason }),
  };
}

function explainWitness({ place, turn, call }: Witness, texts: Texts, paths: readonly string[]): ExplainedWitness {
  const rollout = texts.get(placeKey(place));
  const made = rollout?.turns[turn]?.calls[call];
  return {
    path: paths[place.file] ?? "",
    row: place.row,
    turn,
    call,
    rollout: rollout?.id ?? null,
    reward: rollout?.reward ?? 0,
    arguments: argumentText(made),
    observation: made?.observation == null ? null : excerpt(made.observation),
  };
}

function argumentText(call: ToolCall | undefined): string {
  if (call === undefined) return "";
  return excerpt(call.arguments === null ? (call.raw ?? "") : canonicalJson(call.arguments));
}
