import type { PackedCredits } from "../model/packed-credits.js";
import type { JsonPieces } from "../model/row-correction.js";
import type { TokenRuns } from "../model/token-runs.js";

/** A packed rollout's A' of each turn and of each token; no tokens: null. */
export function packedAdvantages(
  pack: PackedCredits,
  index: number,
): { readonly turns: Float64Array; readonly tokens: TokenRuns | null } {
  const [from, to] = rangeOf(pack.runEnds, index);
  const { lengths, values } = pack.runs;
  return {
    turns: pack.turns.subarray(...rangeOf(pack.turnEnds, index)),
    tokens:
      pack.tokens[index] === 1 ? { lengths: lengths.subarray(from, to), values: values.subarray(from, to) } : null,
  };
}

/** Where a packed rollout's part of `heads` begins and ends. */
export function headRange(pack: PackedCredits, index: number): [number, number] {
  return rangeOf(pack.headEnds, index);
}

/** A packed rollout's `tapo` member: the text of `correctionMember`. `head`: its part of `heads`. */
export function packedMember(
  pack: PackedCredits,
  index: number,
  head: Uint8Array = pack.heads.subarray(...headRange(pack, index)),
): JsonPieces {
  const { tokens } = packedAdvantages(pack, index);
  return tokens === null ? [head, "}"] : [head, ',"tokenAdvantages":[', ...runPieces(tokens), "]}"];
}

/** Numbers as JSON prints them, with commas between. */
function runPieces({ lengths, values }: TokenRuns): JsonPieces {
  const pieces: JsonPieces[number][] = [];
  for (const [i, length] of lengths.entries()) {
    const value = values[i] ?? 0;
    const text = String(value === 0 ? 0 : value);
    const last = i === lengths.length - 1;
    pieces.push({ text: `${text},`, times: last ? length - 1 : length });
    if (last) pieces.push(text);
  }
  return pieces;
}

function rangeOf(ends: Int32Array, index: number): [number, number] {
  return [ends[index - 1] ?? 0, ends[index] ?? 0];
}
