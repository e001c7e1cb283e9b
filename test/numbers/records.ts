import type { Json, JsonObject, LogRecord } from "../reference/types.js";

/** A rollout with one call for each query and a last turn without. */
export function record(reward: Json, queries: readonly string[], more: JsonObject = {}): JsonObject {
  const turns = queries.flatMap((query) => [
    { role: "assistant", content: "", tool_calls: [{ function: { name: "search", arguments: { query } } }] },
    { role: "tool", content: `about ${query}` },
  ]);
  const messages = [{ role: "user", content: "Where?" }, ...turns, { role: "assistant", content: "There." }];
  return { group: "g", reward, messages, ...more };
}

export function log(values: readonly JsonObject[]): LogRecord[] {
  return values.map((value, row) => ({ path: "log.jsonl", row, value }));
}

/** One group of these rewards, each with the same call. */
export function group(rewards: readonly Json[]): LogRecord[] {
  return log(rewards.map((reward) => record(reward, ["red car"])));
}
