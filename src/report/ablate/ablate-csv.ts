import { type AblateResult, OBJECTIVES, type VariantResult } from "../../model/ablation.js";
import type { Figure } from "../../model/audit.js";
import { toCsv } from "../csv.js";
import { plainText } from "../plain-text.js";

type Row = (string | number | null)[];

const HEAD = ["variant", "figure", "numerator", "denominator", "value", "ci95_low", "ci95_high", "reason"];
const FIGURES = ["correctedTrajectories", "correctedActions", "recoveredAdvantage"] as const;
const NUMBERS = [
  "meanCorrection",
  "maxCorrection",
  "signFlips",
  "clampedToZero",
  "meanAdvantage",
  "stdAdvantage",
] as const;
const MASSES = ["failingToolTurns", "failingTurns", "successes", "clippedShare"] as const;
const COUNTS = ["correctedActions", "negative", "zero", "positive", "noOtherFailure"] as const;

/** Every figure of every variant in long form, one row each, under the names that gates use; then the gates. */
export function ablateCsv(result: AblateResult): string {
  const gates = result.gates.map(({ expression, value, passed, message }) => [
    "gate",
    plainText(expression),
    null,
    null,
    value,
    null,
    null,
    `${passed ? "passed" : "FAILED"}: ${plainText(message)}`,
  ]);
  return toCsv(HEAD, [...result.variants.flatMap(variantRows), ...gates]);
}

function variantRows(variant: VariantResult): Row[] {
  const name = plainText(variant.name);
  const number = (figure: string, value: number | null, ci95: readonly [number, number] | null = null): Row => {
    return [name, figure, null, null, value, ci95?.[0] ?? null, ci95?.[1] ?? null, ""];
  };
  return [
    ...FIGURES.map((figure) => share(name, figure, variant[figure], variant.intervals[figure])),
    share(name, "chanceMatches", variant.chanceMatches, null),
    ...NUMBERS.map((figure) => number(figure, variant[figure])),
    ...OBJECTIVES.flatMap((objective) =>
      (["before", "after"] as const).flatMap((when) =>
        MASSES.map((mass) =>
          number(`objectives.${objective}.${when}.${mass}`, variant.objectives[objective][when][mass]),
        ),
      ),
    ),
    ...COUNTS.map((figure) => number(`discrimination.${figure}`, variant.discrimination[figure])),
    ...(variant.truth === null
      ? []
      : [
          number("truth.turns", variant.truth.turns),
          ...(["signAgreement", "pearson", "mse"] as const).map((figure) =>
            number(`truth.${figure}`, variant.truth?.[figure] ?? null, variant.truth?.ci95[figure]),
          ),
        ]),
  ];
}

function share(variant: string, name: string, figure: Figure, ci95: readonly [number, number] | null): Row {
  const { numerator, denominator, value, reason = "" } = figure;
  return [variant, name, numerator, denominator, value, ci95?.[0] ?? null, ci95?.[1] ?? null, reason];
}
