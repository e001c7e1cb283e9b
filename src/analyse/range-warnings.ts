import type { VariantResult } from "../model/ablation.js";
import type { Warning } from "../model/audit.js";
import type { CompareResult } from "../model/compare.js";
import { BEYOND } from "./figure.js";

/** Says that figures are null because no double holds them; nothing for any log with numbers of a usual size. */
export function rangeWarnings(results: readonly (VariantResult | CompareResult["rules"][number])[]): Warning[] {
  const named = results.filter((result) => reasonsOf(result).some((reason) => reason?.includes(BEYOND)));
  if (named.length === 0) return [];
  const names = named.slice(0, 5).map(({ name }) => name);
  const more = named.length > names.length ? ` and ${named.length - names.length} more` : "";
  const message = `Rewards, advantages or log-ratios of this log are so large or small that figures of ${names.join(", ")}${more} are null: ${BEYOND}.`;
  return [{ code: "beyond-doubles", message }];
}

function reasonsOf(result: VariantResult | CompareResult["rules"][number]): (string | undefined)[] {
  if (!("objectives" in result)) return result.truth === null ? [] : [result.truth.scaledMse.reason];
  const masses = Object.values(result.objectives).flatMap(({ before, after }) => [before.reason, after.reason]);
  return [result.truth?.reason, ...masses];
}
