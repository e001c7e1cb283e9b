import { field } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { Draft } from "../dialect.js";

/**
 * The token arrays of a trace: its nodes one after the other. `logprobs` and `advantages` of a node hold a number for
 * each sampled token only, and are spread over all of its tokens. Nothing where no node has tokens.
 */
export function nodeTokens(nodes: readonly JsonObject[], path: string): Pick<Draft, "tokens"> {
  const mask = nodes.flatMap((node) => listOf(field(node, "mask")));
  if (mask.length === 0) return {};
  const advantages = spread(nodes, "advantages");
  const logprobs = spread(nodes, "logprobs");
  return {
    tokens: {
      mask: { value: mask, field: `${path}[].mask` },
      ...(advantages !== null && { advantages: { value: advantages, field: `${path}[].advantages` } }),
      ...(logprobs !== null && { oldLogprobs: { value: logprobs, field: `${path}[].logprobs` } }),
    },
  };
}

/** One number per token; null where a node with sampled tokens has none, or not one for each: it was never scored. */
function spread(nodes: readonly JsonObject[], key: string): JsonValue[] | null {
  const out: JsonValue[] = [];
  for (const node of nodes) {
    const values = listOf(field(node, key));
    let next = 0;
    for (const sampled of listOf(field(node, "mask"))) {
      if (sampled !== true && sampled !== 1) out.push(0);
      else {
        const value = values[next++];
        if (value === undefined) return null;
        out.push(value);
      }
    }
  }
  return out;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
