import type { Match } from "../match/matcher.js";
import type { CompactCall, CompactRollout, CompactTurn, Group } from "../model/compact.js";
import type { CallCredit, Reason, RolloutCredit, TurnCredit } from "../model/correction.js";
import { FailureSupport } from "./failure-support.js";
import {
  correctedAdvantage,
  creditCall,
  looksAtFailures,
  type TransferOptions,
  turnTransfer,
  unmatchedCall,
} from "./transfer.js";

/** Credit of every rollout of a group, in its order (SPEC section 5). `matchOf` gives a call's match, null where it has none. */
export function creditGroup(
  group: Group,
  matchOf: (call: CompactCall) => Match | null,
  options: TransferOptions,
  perTurnLogged: boolean,
  untouched: readonly (RolloutCredit | null)[] = untouchedCredits(group, perTurnLogged),
): RolloutCredit[] {
  const failures = looksAtFailures(options) ? new FailureSupport(group, matchOf, options.theta) : null;
  return group.rollouts.map((rollout, j) => {
    const left = untouched[j];
    if (left != null) return left;
    const credit = (call: CompactCall): CallCredit => {
      const match = matchOf(call);
      const others = match === null ? null : (failures?.shareOfOthers(match.cluster, j) ?? null);
      return creditCall(call, match, options, others);
    };
    const bases = turnBases(group, j, perTurnLogged);
    return creditOf(group, rollout, j, (turn, t) => creditTurn(turn, bases[t] ?? 0, credit, options));
  });
}

/** Credit of the rollouts whose calls are not looked at, the same under all transfer options; null for the others. */
export function untouchedCredits(group: Group, perTurnLogged: boolean): (RolloutCredit | null)[] {
  return group.rollouts.map((rollout, j) => {
    const reason = untouchedReason(rollout, group, group.advantages[j] ?? 0);
    if (reason === undefined) return null;
    const bases = turnBases(group, j, perTurnLogged);
    return creditOf(group, rollout, j, (turn, t) => untouchedTurn(turn, bases[t] ?? 0, reason));
  });
}

/** Base advantage of every turn of the group's rollout j. */
export function turnBases(group: Group, j: number, perTurnLogged: boolean): Float64Array {
  const advantage = group.advantages[j] ?? 0;
  const turns = group.rollouts[j]?.turns ?? [];
  return Float64Array.from(turns, (turn) => (perTurnLogged ? (turn.loggedAdvantage ?? advantage) : advantage));
}

function creditOf(
  group: Group,
  rollout: CompactRollout,
  j: number,
  turn: (turn: CompactTurn, t: number) => TurnCredit,
): RolloutCredit {
  const advantage = group.advantages[j] ?? 0;
  return { rollout, batch: group.batch, group: group.id, advantage, turns: rollout.turns.map(turn) };
}

/** Why no call of the rollout is looked at; undefined where they are. */
function untouchedReason(rollout: CompactRollout, group: Group, advantage: number): Reason | undefined {
  if (rollout.successful) return "not-failing";
  if (!group.mixed) return "group-not-mixed";
  return advantage < 0 ? undefined : "advantage-not-negative";
}

function untouchedTurn(turn: CompactTurn, base: number, reason: Reason): TurnCredit {
  return { base, advantage: base, calls: turn.calls.map(({ tool }) => unmatchedCall(tool, reason)) };
}

function creditTurn(
  turn: CompactTurn,
  base: number,
  credit: (call: CompactCall) => CallCredit,
  options: TransferOptions,
): TurnCredit {
  const looked = turn.calls.map(credit);
  const calls = base < 0 ? looked : looked.map(leaveAlone);
  if (!calls.some((call) => call.corrected)) return { base, advantage: base, calls };
  const transfer = turnTransfer(calls, turn.calls, options.parallelCalls);
  return { base, advantage: correctedAdvantage(base, transfer, options.clamp), calls };
}

/** A call of a turn whose own (per-token logged) base advantage is not negative: its match is shown, nothing is corrected. */
function leaveAlone(call: CallCredit): CallCredit {
  return { ...call, corrected: false, transfer: 0, reason: "advantage-not-negative" };
}
