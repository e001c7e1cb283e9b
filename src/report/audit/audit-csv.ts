import { type AuditResult, type Figure, STATISTICS } from "../../model/audit.js";
import { toCsv } from "../csv.js";
import { idText } from "../id-text.js";
import { plainText } from "../plain-text.js";

type Row = (string | number | null)[];

const HEAD = ["scope", "key", "figure", "numerator", "denominator", "value", "ci95_low", "ci95_high", "reason"];

/** Every figure of an audit in long form, one row each: overall, per tool, per batch, over theta, and the checks that are figures. */
export function auditCsv(result: AuditResult): string {
  const rows = [
    ...STATISTICS.map((name) => row("overall", "", name, result.statistics[name], result.statistics[name].ci95)),
    ...result.byTool.flatMap((tool) =>
      (["correctableActions", "correctableActionsMixed", "correctedActions", "correctedActionsMixed"] as const).map(
        (name) => row("tool", plainText(tool.tool), name, tool[name]),
      ),
    ),
    ...result.byBatch.flatMap((batch) =>
      STATISTICS.map((name) => row("batch", idText(batch.batch, 200), name, batch[name])),
    ),
    ...result.thetaSweep.flatMap((point) =>
      (["correctableTrajectories", "correctableActions"] as const).map((name) =>
        row("theta", String(point.theta), name, point[name]),
      ),
    ),
    ...(["chanceMatches", "answerConflicts"] as const).map((name) => row("check", "", name, result.checks[name])),
  ];
  return toCsv(HEAD, rows);
}

function row(
  scope: string,
  key: string,
  name: string,
  figure: Figure,
  ci95: readonly [number, number] | null = null,
): Row {
  const [low, high] = ci95 ?? [null, null];
  return [scope, key, name, figure.numerator, figure.denominator, figure.value, low, high, figure.reason ?? ""];
}
