import type { CompactRollout, CompactTurn } from "../../model/compact.js";

/** Policy tokens of a turn; 0 without a policy mask. */
export function turnLength({ tokens }: CompactTurn): number {
  return tokens === null ? 0 : tokens[1] - tokens[0];
}

/** Policy tokens of a rollout. */
export function rolloutLength({ turns }: CompactRollout): number {
  return turns.reduce((sum, turn) => sum + turnLength(turn), 0);
}

/** Tool calls of a rollout that are not left out. */
export function callCount({ turns }: CompactRollout): number {
  return turns.reduce((sum, { calls }) => sum + calls.filter(({ excluded }) => !excluded).length, 0);
}
