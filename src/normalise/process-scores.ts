import { isObject } from "../json/field.js";
import type { JsonValue } from "../model/json.js";
import type { Rollout, Turn } from "../model/rollout.js";
import type { ProcessScoreDraft, Sourced } from "./dialect.js";
import { type Fault, fault, isFault } from "./fault.js";

/** The turns with their scores and their calls' scores, where the record has any. */
export function withScores(turns: readonly Turn[], draft: ProcessScoreDraft | undefined): readonly Turn[] | Fault {
  if (draft === undefined) return turns;
  const ofTurns = listFor(draft.turnScores, turns.length, "one score per turn");
  if (isFault(ofTurns)) return ofTurns;
  const ofCalls = listFor(draft.callScores, turns.length, "one list of scores per turn");
  if (isFault(ofCalls)) return ofCalls;
  if (ofTurns === null && ofCalls === null) return turns;
  const out: Turn[] = [];
  for (const [t, turn] of turns.entries()) {
    const scored = scoredTurn(turn, ofTurns?.[t] ?? null, ofCalls?.[t] ?? null, `[${t}]`);
    if (isFault(scored)) return scored;
    out.push(scored);
  }
  return out;
}

function scoredTurn(turn: Turn, score: JsonValue, callScores: JsonValue, at: string): Turn | Fault {
  const own = scoreOf({ value: score, field: `turn_scores${at}` });
  if (isFault(own)) return own;
  const list = listFor({ value: callScores, field: `call_scores${at}` }, turn.calls.length, "one score per call");
  if (isFault(list)) return list;
  const calls = [];
  for (const [c, call] of turn.calls.entries()) {
    const one = scoreOf({ value: list?.[c] ?? null, field: `call_scores${at}[${c}]` });
    if (isFault(one)) return one;
    calls.push(one === null ? call : { ...call, score: one });
  }
  return { ...turn, calls, ...(own === null ? {} : { score: own }) };
}

/** `rewardComponents` of a rollout, where the record has them: names with finite numbers. */
export function componentsMember(draft: ProcessScoreDraft | undefined): Pick<Rollout, "rewardComponents"> | Fault {
  const source = draft?.components;
  if (source === undefined || source.value === undefined || source.value === null) return {};
  if (!isObject(source.value)) return fault("reward components are no object", source.field, "an object", source.value);
  const components = new Map<string, number>();
  for (const [name, value] of Object.entries(source.value)) {
    const score = scoreOf({ value, field: `${source.field}.${name}` });
    if (isFault(score)) return score;
    if (score !== null) components.set(name, score);
  }
  return { rewardComponents: components };
}

function listFor({ value, field }: Sourced, length: number, expected: string): readonly JsonValue[] | null | Fault {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && value.length === length) return value;
  return fault("scores are not one for each", field, `${length}: ${expected}`, value);
}

function scoreOf({ value, field }: Sourced): number | null | Fault {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return Number(value);
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return fault("score is no finite number", field, "a finite number or null", value);
}
