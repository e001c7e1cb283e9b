import type { CallCredit, RolloutCredit, Witness } from "../model/correction.js";
import type { Id } from "../model/id.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import { expandRuns, type TokenRuns } from "../model/token-runs.js";

/**
 * The `tapo` member of a corrected record (CONTRACT, `correct`; schema `tapo.correction/1`). `paths` are the input
 * files' paths, for witnesses.
 */
export function correctionMember(
  credit: RolloutCredit,
  paths: readonly string[],
  tokenAdvantages: TokenRuns | null,
): JsonObject {
  const { rollout } = credit;
  return {
    schema: "tapo.correction/1",
    batch: idValue(credit.batch),
    group: idValue(credit.group),
    rollout: idValue(rollout.id),
    reward: rollout.reward,
    success: rollout.successful,
    advantage: credit.advantage,
    ...(credit.rule === undefined ? {} : { rule: credit.rule }),
    turns: credit.turns.map((turn, index) => ({
      turn: index,
      base: turn.base,
      advantage: turn.advantage,
      ...spanMember("chars", rollout.turns[index]?.chars),
      ...spanMember("tokens", rollout.turns[index]?.tokens),
      calls: turn.calls.map((call, position) =>
        credit.rule === undefined ? callMember(call, position, paths) : { call: position, tool: call.tool },
      ),
    })),
    ...(tokenAdvantages === null ? {} : { tokenAdvantages: [...expandRuns(tokenAdvantages)] }),
  };
}

function spanMember(name: "chars" | "tokens", span: readonly [number, number] | null | undefined): JsonObject {
  return span ? { [name]: [span[0], span[1]] } : {};
}

function callMember(call: CallCredit, position: number, paths: readonly string[]): JsonObject {
  return {
    call: position,
    tool: call.tool,
    corrected: call.corrected,
    similarity: call.similarity,
    support: call.support,
    confidence: call.confidence,
    referenceAdvantage: call.referenceAdvantage,
    transfer: call.transfer,
    witness: call.witness === null ? null : witnessMember(call.witness, paths),
    ...(call.reason === undefined ? {} : { reason: call.reason }),
  };
}

/** `item` is only there where a row holds several rollouts and the witness is not the first. */
function witnessMember({ place, turn, call }: Witness, paths: readonly string[]): JsonObject {
  const item: JsonObject = place.item > 0 ? { item: place.item } : {};
  return { path: paths[place.file] ?? "", row: place.row, ...item, turn, call };
}

/** An id as JSON: a composite one is a list. */
function idValue(id: Id): JsonValue {
  return typeof id === "object" && id !== null ? id.map(idValue) : id;
}
