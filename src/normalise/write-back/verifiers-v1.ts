import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { JsonPatch } from "../../model/json-patch.js";
import { isTrained } from "../dialects/verifiers-v1-traces.js";
import { numbersText, type WriteBack } from "./write-back.js";

/**
 * verifiers v1 and prime-rl: `traces[].nodes[].advantages`, a number for each sampled token of the node (its length is the
 * sum of the node's mask, which prime-rl checks). Nodes without sampled tokens stay as they are.
 */
export const verifiersV1WriteBack: WriteBack = {
  field: "traces[].nodes[].advantages",
  patch(record, tokens) {
    const traces = listOf(field(record, "traces"));
    const changed = new Map<number, JsonPatch>();
    let item = 0;
    for (const [i, trace] of traces.entries()) {
      if (isObject(trace) && !isTrained(trace)) continue;
      const own = tokens[item++];
      if (isObject(trace) && own) changed.set(i, new Map([["nodes", nodesPatch(trace, own)]]));
    }
    return changed.size === 0 ? null : new Map([["traces", changed]]);
  },
};

function nodesPatch(trace: JsonObject, tokens: Float64Array): JsonPatch {
  const changed = new Map<number, JsonPatch>();
  let at = 0;
  for (const [k, node] of listOf(field(trace, "nodes")).entries()) {
    const mask = isObject(node) ? listOf(field(node, "mask")) : [];
    const sampled = tokens.subarray(at, at + mask.length).filter((_, t) => mask[t] === true || mask[t] === 1);
    at += mask.length;
    if (sampled.length > 0) changed.set(k, new Map([["advantages", numbersText(sampled)]]));
  }
  return changed;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
