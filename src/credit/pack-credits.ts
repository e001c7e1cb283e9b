import { jsonText } from "../json/text.js";
import type { RolloutCredit } from "../model/correction.js";
import type { CorrectedCounts, PackedCredits } from "../model/packed-credits.js";
import { correctionMember } from "./correction-member.js";
import { tokenAdvantages } from "./token-advantages.js";

/**
 * Packs credits for writing. `paths` are the input files' paths, for witnesses; `loggedOf` gives a rollout's logged
 * advantages per token where they are the base.
 */
export function packCredits(
  credits: readonly RolloutCredit[],
  paths: readonly string[],
  loggedOf: (credit: RolloutCredit) => Float64Array | null = () => null,
): PackedCredits {
  const turns: number[] = [];
  const turnEnds: number[] = [];
  const lengths: number[] = [];
  const values: number[] = [];
  const runEnds: number[] = [];
  const heads: string[] = [];
  for (const credit of credits) {
    for (const { advantage } of credit.turns) turns.push(advantage);
    turnEnds.push(turns.length);
    const runs = tokenAdvantages(credit, loggedOf(credit));
    for (const length of runs?.lengths ?? []) lengths.push(length);
    for (const value of runs?.values ?? []) values.push(value);
    runEnds.push(lengths.length);
    heads.push(jsonText(correctionMember(credit, paths, null)).slice(0, -1));
  }
  return {
    places: Int32Array.from(credits.flatMap(({ rollout: { place } }) => [place.file, place.row, place.item])),
    advantages: Float64Array.from(credits, ({ advantage }) => advantage),
    successes: Uint8Array.from(credits, ({ rollout }) => (rollout.successful ? 1 : 0)),
    turns: Float64Array.from(turns),
    turnEnds: Int32Array.from(turnEnds),
    runs: { lengths: Int32Array.from(lengths), values: Float64Array.from(values) },
    runEnds: Int32Array.from(runEnds),
    tokens: Uint8Array.from(credits, ({ rollout }) => (rollout.tokenCount === null ? 0 : 1)),
    ...encoded(heads),
    corrected: countCorrected(credits),
  };
}

function encoded(texts: readonly string[]): Pick<PackedCredits, "heads" | "headEnds"> {
  const headEnds = new Int32Array(texts.length);
  let size = 0;
  for (const [i, text] of texts.entries()) {
    size += Buffer.byteLength(text);
    headEnds[i] = size;
  }
  const heads = new Uint8Array(size);
  const bytes = Buffer.from(heads.buffer);
  for (const [i, text] of texts.entries()) bytes.write(text, headEnds[i - 1] ?? 0);
  return { heads, headEnds };
}

/** A turn of another rule than TAPO counts where its advantage is not the base. */
function countCorrected(credits: readonly RolloutCredit[]): CorrectedCounts {
  const counts = { rollouts: 0, turns: 0, calls: 0 };
  for (const { turns, rule } of credits) {
    let touched = 0;
    for (const { advantage, base, calls } of turns) {
      let corrected = 0;
      for (const call of calls) if (call.corrected) corrected++;
      counts.calls += corrected;
      if (rule === undefined ? corrected > 0 : advantage !== base) touched++;
    }
    counts.turns += touched;
    if (touched > 0) counts.rollouts++;
  }
  return counts;
}
