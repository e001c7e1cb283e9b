import type { Id } from "../model/id.js";
import type { JsonObject } from "../model/json.js";
import type { Place } from "../model/place.js";
import type { Rollout, Turn } from "../model/rollout.js";
import type { LogOptions } from "../model/run.js";
import { batchFromPath } from "./batch-from-path.js";
import { finiteNumber, idValue, optionalId, successValue } from "./check-scalars.js";
import { type CheckedTokens, checkTokens } from "./check-tokens.js";
import type { Dialect, Draft, Sourced } from "./dialect.js";
import { type Fault, fault, isFault } from "./fault.js";
import type { NormaliseOptions } from "./options.js";
import { groupBy, withOverrides } from "./overrides.js";
import { componentsMember, withScores } from "./process-scores.js";
import { tokenizeResponse } from "./tokenize-response.js";

const MASK_DROPPED = "the runs of the policy mask are not the turns: turn advantages only";

/** Largest true advantage taken: errors are squared. */
const LARGEST_TRUTH = 1e150;

/** A rollout, and why its tokens were dropped (lenient only). */
export interface Finished {
  readonly rollout: Rollout;
  readonly dropped: string | null;
}

/** Checks a draft and makes it a rollout, or says the first thing that is wrong with it. Once for all dialects. */
export function finish(
  loose: Draft,
  row: JsonObject,
  where: { readonly place: Place; readonly path: string; readonly dialect: Dialect },
  options: NormaliseOptions,
): Finished | Fault {
  const draft = withOverrides(loose, row, options.log, options.successField);
  const ids = checkIds(draft, row, where.dialect, where.path, options);
  if (isFault(ids)) return ids;
  const reward = finiteNumber(draft.reward, "reward");
  if (isFault(reward)) return reward;
  const success = draft.success === undefined ? null : successValue(draft.success);
  if (isFault(success)) return success;
  if (isFault(draft.turns)) return draft.turns;
  const advantage = scalarAdvantage(draft.advantage, options.need.advantages);
  if (isFault(advantage)) return advantage;
  const logged = options.need.tokens && draft.tokens ? checkTokens(draft.tokens, options.need) : null;
  if (isFault(logged)) return logged;
  const made = logged === null && options.tokenize ? tokenizeResponse(draft, draft.turns, options.tokenize) : logged;
  if (isFault(made) && !options.lenient) return made;
  const tokens = isFault(made) ? null : made;
  const truth = trueAdvantages(draft.trueAdvantages, draft.turns.length);
  if (isFault(truth)) return truth;
  const scored = withScores(draft.turns, draft.processScores);
  if (isFault(scored)) return scored;
  const components = componentsMember(draft.processScores);
  if (isFault(components)) return components;
  const differs = tokens !== null && tokens.runs.length !== draft.turns.length;
  if (differs && !options.lenient) return runsDiffer(draft, tokens);
  const mask = differs ? null : tokens;
  const rollout: Rollout = {
    place: where.place,
    ...ids,
    prompt: draft.prompt.value ?? null,
    groundTruth: draft.groundTruth.value,
    reward,
    success,
    ...components,
    turns: withTokens(scored, mask, truth),
    loggedAdvantage: advantage,
    tokens: mask?.tokens ?? null,
    ...(draft.groupScope !== undefined && !groupNamed(options.log) && { fileKey: draft.groupScope }),
  };
  return { rollout, dropped: differs ? MASK_DROPPED : isFault(made) ? `${made.reason}: turn advantages only` : null };
}

interface Ids {
  readonly batch: Id;
  readonly group: Id | undefined;
  readonly id: Id;
}

function checkIds(
  draft: Draft,
  row: JsonObject,
  dialect: Dialect,
  path: string,
  { log }: NormaliseOptions,
): Ids | Fault {
  const named = log.batchBy !== null && draft.batch.value === undefined;
  const batch = named ? idValue(draft.batch, "batch-by field") : optionalId(draft.batch, "batch");
  if (isFault(batch)) return batch;
  const group = groupId(draft, row, dialect, log.groupBy);
  if (isFault(group)) return group;
  const id = optionalId(draft.id, "rollout id");
  if (isFault(id)) return id;
  return { batch: batch ?? (dialect.stepInFileName ? batchFromPath(path) : null), group, id };
}

function groupId(draft: Draft, row: JsonObject, dialect: Dialect, paths: readonly string[]): Id | undefined | Fault {
  if (paths.length > 0) return groupBy(draft, row, paths);
  if (!given(draft.group) && !dialect.groupRequired) return undefined;
  return idValue(draft.group, "group");
}

/** The scalar advantage checks inferred groups in every run; a faulty one is a fault only where it is needed. */
function scalarAdvantage(source: Sourced | undefined, needed: boolean): number | null | Fault {
  if (!given(source)) return null;
  const checked = finiteNumber(source, "advantage");
  return isFault(checked) && !needed ? null : checked;
}

/** True where the user says what a group is: then it is one wherever it stands. */
function groupNamed({ groupBy: paths, map }: LogOptions): boolean {
  return paths.length > 0 || map.has("group");
}

function given(source: Sourced | undefined): source is Sourced {
  return source !== undefined && source.value !== undefined && source.value !== null;
}

/** True advantages, one per turn; null where the record has none. */
export function trueAdvantages(source: Sourced | undefined, turns: number): readonly number[] | null | Fault {
  if (!given(source)) return null;
  const { value, field } = source;
  if (!Array.isArray(value)) return fault("true advantages are not a list", field, "one number per turn", value);
  if (value.length !== turns)
    return fault("true advantages are not one per turn", field, `${turns} numbers, one per turn`, value);
  const wrong = value.findIndex((one) => typeof one !== "number" || !(Math.abs(one) <= LARGEST_TRUTH));
  if (wrong >= 0)
    return fault("true advantage is no finite number", `${field}[${wrong}]`, "a number up to 1e150", value[wrong]);
  return value as number[];
}

function runsDiffer(draft: Draft, tokens: CheckedTokens): Fault {
  const turns = isFault(draft.turns) ? 0 : draft.turns.length;
  const expected = `${turns} run(s) of 1, one per turn`;
  return {
    ...fault("mask runs are not the turns", draft.tokens?.mask.field ?? "", expected, undefined),
    found: `${tokens.runs.length} run(s)`,
  };
}

function withTokens(
  turns: readonly Turn[],
  tokens: CheckedTokens | null,
  truth: readonly number[] | null,
): readonly Turn[] {
  if (tokens === null && truth === null) return turns;
  return turns.map((turn, i) => ({ ...turn, tokens: tokens?.runs[i] ?? null, trueAdvantage: truth?.[i] ?? null }));
}
