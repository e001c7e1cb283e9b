import type { AblateResult, VariantResult } from "../../model/ablation.js";
import { counted, figureValue, fraction, percent } from "../numbers.js";
import { excerpt } from "../plain-text.js";

/** The findings in sentences: what the run's own configuration corrects, and how far the variants range. */
export function ablateHeadline({ variants, funnel }: Pick<AblateResult, "variants" | "funnel">): readonly string[] {
  const own = variants.find(({ name }) => name === "tapo") ?? variants[0];
  if (own === undefined) return ["No variant was run."];
  const { correctedActions, recoveredAdvantage } = own;
  const first =
    `${counted(variants.length, "variant")} over ${counted(funnel.rollouts, "rollout")}. ${excerpt(own.name, 60)} corrects ${figureValue(correctedActions)} ` +
    `of the tool calls of failing rollouts (${fraction(correctedActions)}) and takes back ${figureValue(recoveredAdvantage)} of their advantage.`;
  return [first, ...range(variants), ...nearest(variants)];
}

function range(variants: readonly VariantResult[]): string[] {
  const known = variants.flatMap((variant) =>
    variant.recoveredAdvantage.value === null || variant.options.correct === false
      ? []
      : [{ name: excerpt(variant.name, 60), value: variant.recoveredAdvantage.value }],
  );
  const sorted = known.sort((a, b) => a.value - b.value);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined || least === most) return [];
  return [
    `Recovered advantage ranges from ${percent(least.value)} (${least.name}) to ${percent(most.value)} (${most.name}).`,
  ];
}

function nearest(variants: readonly VariantResult[]): string[] {
  const known = variants.flatMap(({ name, truth }) =>
    truth === null || truth.mse === null ? [] : [{ name: excerpt(name, 60), mse: truth.mse }],
  );
  const best = known.reduce<(typeof known)[number] | null>((a, b) => (a === null || b.mse < a.mse ? b : a), null);
  const base = known.find(({ name }) => name === "base");
  if (best === null) return [];
  const against = base === undefined ? "" : `, against ${base.mse.toPrecision(3)} without a correction`;
  return [`Nearest to the true credit by mean squared error: ${best.name} (${best.mse.toPrecision(3)}${against}).`];
}
