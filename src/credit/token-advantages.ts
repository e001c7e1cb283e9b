import type { RolloutCredit } from "../model/correction.js";
import { RunBuilder, type TokenRuns } from "../model/token-runs.js";

/**
 * Corrected advantage of every token: a turn's tokens all get the turn's value, tokens off the policy mask 0 (SPEC
 * section 5). With per-token `logged` advantages, tokens of uncorrected turns keep their logged values.
 * Null where the log has no policy mask.
 */
export function tokenAdvantages(credit: RolloutCredit, logged: ArrayLike<number> | null): TokenRuns | null {
  const { tokenCount, turns } = credit.rollout;
  if (tokenCount === null) return null;
  const runs = new RunBuilder();
  let at = 0;
  for (const [t, { tokens: span }] of turns.entries()) {
    const turn = credit.turns[t];
    if (span === null || turn === undefined) continue;
    runs.add(span[0] - at, 0);
    const kept = logged !== null && !turn.calls.some(({ corrected }) => corrected);
    if (kept) for (let i = span[0]; i < span[1]; i++) runs.add(1, logged[i] ?? 0);
    else runs.add(span[1] - span[0], turn.advantage);
    at = span[1];
  }
  runs.add(tokenCount - at, 0);
  return runs.runs();
}
