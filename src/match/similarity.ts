import type { TextMetric } from "../model/names.js";
import { boxSimilarity } from "./box.js";
import type { ComparedValue, CompiledCall } from "./compile.js";
import { TEXT_METRIC_TABLE } from "./text-metrics.js";

/**
 * Similarity of two calls of one tool, in [0, 1], symmetric to the bit (SPEC section 3): 0 where an identity key differs,
 * else the (weighted) mean over the union of the other keys, summed in UTF-16 order of the keys and divided once;
 * 1 where there is nothing left to compare.
 */
export function callSimilarity(a: CompiledCall, b: CompiledCall, metric: TextMetric): number {
  if (a.gate !== b.gate) return 0;
  let sum = 0;
  let weights = 0;
  let i = 0;
  let j = 0;
  while (i < a.scored.length || j < b.scored.length) {
    const x = a.scored[i];
    const y = b.scored[j];
    if (y === undefined || (x !== undefined && x.key < y.key)) {
      weights += x?.weight ?? 0;
      i++;
    } else if (x === undefined || y.key < x.key) {
      weights += y.weight;
      j++;
    } else {
      sum += x.weight * valueSimilarity(x.value, y.value, metric);
      weights += x.weight;
      i++;
      j++;
    }
  }
  return weights === 0 ? 1 : sum / weights;
}

/** Score of one key that both calls have; values of different kinds score 0. */
function valueSimilarity(a: ComparedValue, b: ComparedValue, metric: TextMetric): number {
  if (a.kind === "box") return b.kind === "box" ? boxSimilarity(a.box, b.box) : 0;
  if ("text" in a) return "text" in b && a.kind === b.kind ? TEXT_METRIC_TABLE[metric].score(a.text, b.text) : 0;
  return "form" in a && "form" in b && a.kind === b.kind && a.form === b.form ? 1 : 0;
}
