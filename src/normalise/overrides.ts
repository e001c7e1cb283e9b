import type { Id } from "../model/id.js";
import type { JsonObject } from "../model/json.js";
import type { LogOptions } from "../model/run.js";
import { idValue } from "./check-scalars.js";
import type { Draft, Sourced } from "./dialect.js";
import { type Fault, isFault } from "./fault.js";
import { valueAt } from "./path.js";

/** A draft with the fields that the user named in place of the dialect's own. */
export function withOverrides(draft: Draft, row: JsonObject, log: LogOptions, successField: string | null): Draft {
  if (successField === null && log.batchBy === null && log.reward === null && log.map.size === 0) return draft;
  const named = (path: string | null | undefined, own: Sourced) => (path ? lookUp(draft, row, path) : own);
  const success = successField ?? log.map.get("success");
  const advantage = log.map.get("advantage");
  return {
    ...draft,
    batch: named(log.batchBy ?? log.map.get("batch"), draft.batch),
    group: named(log.map.get("group"), draft.group),
    id: named(log.map.get("rollout"), draft.id),
    prompt: named(log.map.get("prompt"), draft.prompt),
    groundTruth: named(log.map.get("answer"), draft.groundTruth),
    reward: named(log.reward ?? log.map.get("reward"), draft.reward),
    ...(success && { success: lookUp(draft, row, success) }),
    ...(advantage && { advantage: lookUp(draft, row, advantage) }),
  };
}

/** The id that `--group-by` names: the field's value, or the list of several fields' values. */
export function groupBy(draft: Draft, row: JsonObject, paths: readonly string[]): Id | Fault {
  const parts: Id[] = [];
  for (const path of paths) {
    const source = lookUp(draft, row, path);
    const id = typeof source.value === "boolean" ? source.value : idValue(source, "group-by field");
    if (isFault(id)) return id;
    parts.push(id);
  }
  return parts.length === 1 ? (parts[0] ?? null) : parts;
}

/** The value at a path: in the rollout's own part of the record first, then in the record. */
function lookUp(draft: Draft, row: JsonObject, path: string): Sourced {
  const value = valueAt(draft.record, path);
  return { value: value === undefined && draft.record !== row ? valueAt(row, path) : value, field: path };
}
