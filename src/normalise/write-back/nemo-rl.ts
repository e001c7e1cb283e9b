import { field } from "../../json/field.js";
import { numbersText, type WriteBack } from "./write-back.js";

/** NeMo-RL: `advantages` over the whole sequence, 0 off `token_loss_mask`, in a list of one as its other values are. */
export const nemoRlWriteBack: WriteBack = {
  field: "advantages",
  patch(record, [tokens]) {
    if (!tokens) return null;
    const mask = field(record, "token_loss_mask");
    const text = numbersText(tokens);
    return new Map([["advantages", Array.isArray(mask) && Array.isArray(mask[0]) ? `[${text}]` : text]]);
  },
};
