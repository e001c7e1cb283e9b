import type { Json, JsonObject, LogRecord } from "./types.js";

/** A record of the dialect `tapo` with one call a turn; the last turn is text. */
export function record(
  row: number,
  reward: number,
  calls: readonly (readonly [string, Json])[],
  more: JsonObject = {},
) {
  const messages: Json[] = [{ role: "user", content: "Where?" }];
  for (const [name, args] of calls) {
    messages.push({ role: "assistant", content: "", tool_calls: [{ function: { name, arguments: args } }] });
    messages.push({ role: "tool", content: "seen" });
  }
  messages.push({ role: "assistant", content: "There." });
  const value: JsonObject = { batch: 1, group: "g", rollout: `r${row}`, reward, messages, ...more };
  return { path: "log.jsonl", row, value } satisfies LogRecord;
}
