import type { CallCredit, RolloutCredit, TurnCredit } from "../model/correction.js";
import type { ParallelCalls } from "../model/names.js";
import type { SidecarRow } from "../model/sidecar-row.js";
import { turnTransfer } from "./transfer.js";

/** One flat row per turn of a rollout (CONTRACT, `--sidecar`). */
export function sidecarRows(credit: RolloutCredit, paths: readonly string[], rule: ParallelCalls): SidecarRow[] {
  const { rollout } = credit;
  return credit.turns.map((turn, index) => {
    const { chars = null, tokens = null, calls = [] } = rollout.turns[index] ?? {};
    const call = decisiveCall(turn);
    return {
      path: paths[rollout.place.file] ?? "",
      row: rollout.place.row,
      batch: credit.batch,
      group: credit.group,
      rollout: rollout.id,
      turn: index,
      charStart: chars?.[0] ?? null,
      charEnd: chars?.[1] ?? null,
      tokenStart: tokens?.[0] ?? null,
      tokenEnd: tokens?.[1] ?? null,
      baseAdvantage: turn.base,
      advantage: turn.advantage,
      corrected: isCorrected(turn, credit),
      tools: turn.calls.map(({ tool }) => tool),
      similarity: call?.similarity ?? null,
      support: call?.support ?? null,
      transfer: turnTransfer(turn.calls, calls, rule),
      witnessRow: call?.witness?.place.row ?? null,
      witnessTurn: call?.witness?.turn ?? null,
    };
  });
}

/** The call with the largest transfer, else the first that was looked at. */
function decisiveCall({ calls }: TurnCredit): CallCredit | undefined {
  const looked = calls.filter(({ similarity }) => similarity !== null);
  return looked.reduce<CallCredit | undefined>(
    (best, call) => (best === undefined || call.transfer > best.transfer ? call : best),
    undefined,
  );
}

/** A rule other than TAPO decides on turns, not on calls. */
function isCorrected({ calls, base, advantage }: TurnCredit, { rule }: RolloutCredit): boolean {
  return rule === undefined ? calls.some(({ corrected }) => corrected) : advantage !== base;
}
