import { numbersText, type WriteBack } from "./write-back.js";

/** The tool's own record: `advantages`, as long as `response_mask`. */
export const tapoWriteBack: WriteBack = {
  field: "advantages",
  patch: (_record, [tokens]) => (tokens ? new Map([["advantages", numbersText(tokens)]]) : null),
};
