import type { RolloutCredit } from "../model/correction.js";

/**
 * Corrected advantage of every token: a turn's tokens all get the turn's value, tokens off the policy mask 0 (SPEC
 * section 5). With per-token `logged` advantages, tokens of uncorrected turns keep their logged values.
 * Null where the log has no policy mask.
 */
export function tokenAdvantages(credit: RolloutCredit, logged: ArrayLike<number> | null): Float64Array | null {
  const { tokenCount, turns } = credit.rollout;
  if (tokenCount === null) return null;
  const out = new Float64Array(tokenCount);
  for (const [t, { tokens: span }] of turns.entries()) {
    const turn = credit.turns[t];
    if (span === null || turn === undefined) continue;
    const kept = logged !== null && !turn.calls.some(({ corrected }) => corrected);
    for (let i = span[0]; i < span[1]; i++) out[i] = kept ? (logged[i] ?? 0) : turn.advantage;
  }
  return out;
}
