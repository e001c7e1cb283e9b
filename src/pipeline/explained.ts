import { canonicalJson } from "../json/canonical.js";
import { idKey } from "../json/id.js";
import type { CallCredit, RolloutCredit, Witness } from "../model/correction.js";
import type { ExplainedCall, ExplainedRollout, ExplainedWitness } from "../model/explain.js";
import type { Place } from "../model/place.js";
import type { Rollout, ToolCall } from "../model/rollout.js";
import type { RunOptions } from "../model/run.js";
import { excerpt, promptText } from "./excerpt.js";
import { needOf } from "./load-log.js";
import type { OpenLog } from "./open-log.js";
import { isRejection, readRollouts } from "./read-rollouts.js";

/** Rollouts in full, by their places. */
export type Texts = ReadonlyMap<string, Rollout>;

/** Reads the log again and keeps the rollouts to show and those of their witnesses, in full. */
export async function readTexts(log: OpenLog, run: RunOptions, shown: readonly RolloutCredit[]): Promise<Texts> {
  const wanted = new Set(shown.map(({ rollout }) => placeKey(rollout.place)));
  for (const { turns } of shown) {
    for (const call of turns.flatMap(({ calls }) => calls)) wanted.add(placeKey(call.witness?.place ?? null));
  }
  const texts = new Map<string, Rollout>();
  for await (const { results } of readRollouts(log, run, needOf(run.method))) {
    for (const result of results) {
      if (!isRejection(result) && wanted.has(placeKey(result.place))) texts.set(placeKey(result.place), result);
    }
  }
  return texts;
}

/** The prompt of a rollout, shortened. */
export function promptOf(place: Place | null, texts: Texts): string {
  return promptText(texts.get(placeKey(place))?.prompt ?? null);
}

function placeKey(place: Place | null): string {
  return place === null ? "" : idKey([place.file, place.row, place.item]);
}

/** One rollout with the texts that credits do not hold. */
export function explainRollout(credit: RolloutCredit, texts: Texts, paths: readonly string[]): ExplainedRollout {
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
