import type { TransferOptions } from "../credit/transfer.js";
import type { Sweep, Variant } from "../model/ablation.js";
import { UsageError } from "../model/errors.js";
import type { RuleName } from "../model/names.js";
import type { MethodOptions } from "../model/options.js";
import { clusterThreshold } from "./batch-matching.js";

/** The options in force under a variant. */
export type VariantMethod = MethodOptions & TransferOptions & { readonly correct: boolean; readonly rule?: RuleName };

export function methodOf(options: MethodOptions, variant: Variant): VariantMethod {
  return { ...options, correct: true, ...variant.options };
}

/** The rule that a variant puts in TAPO's place; null where it does not. */
export function otherRule({ rule = "tapo", correct }: VariantMethod): RuleName | null {
  return rule === "tapo" || !correct ? null : rule;
}

const BETAS = [0.2, 0.4, 0.6, 0.8, 1];
const THETAS = [0.3, 0.5, 0.7, 0.9];

/** The table of SPEC section 7, in its order. `tools`: those of the log that are not excluded. */
export function standardVariants(tools: readonly string[], options: MethodOptions): Variant[] {
  return [
    { name: "tapo", options: {} },
    { name: "base", options: { correct: false } },
    { name: "no-support", options: { useSupport: false } },
    { name: "no-clamp", options: { clamp: false } },
    { name: "no-similarity-gate", options: { theta: 0, clusterThreshold: clusterThreshold(options) } },
    { name: "no-confidence-gate", options: { alphaMin: 0 } },
    { name: "exact-match", options: { theta: 1, clusterThreshold: 1 } },
    ...BETAS.map((beta) => ({ name: `beta=${beta}`, options: { beta } })),
    ...THETAS.map((theta) => ({ name: `theta=${theta}`, options: { theta } })),
    ...tools.map((tool) => ({ name: `without-tool=${tool}`, options: { withoutTools: [tool] } })),
  ];
}

/** Variants of a sweep over one option, or over every pair of values of two: `theta=0.3,beta=0.2`. */
export function sweepVariants(sweeps: readonly Sweep[]): Variant[] {
  return sweeps.reduce<Variant[]>(
    (variants, { option, values }) =>
      variants.flatMap(({ name, options }) =>
        values.map((value) => ({
          name: `${name === "" ? "" : `${name},`}${option}=${value}`,
          options: { ...options, [option]: value },
        })),
      ),
    sweeps.length === 0 ? [] : [{ name: "", options: {} }],
  );
}

/**
 * The variants to run: the standard ones or those picked, then the user's own and the sweeps'. Of two with one name the first stays.
 * @throws UsageError where a picked name is none.
 */
export function chooseVariants(
  standard: readonly Variant[],
  picked: readonly string[] | null,
  own: readonly Variant[],
  sweeps: readonly Sweep[],
): Variant[] {
  const all = [...standard, ...own];
  const chosen = picked === null ? all : picked.map((name) => byName(all, name));
  const variants = new Map<string, Variant>();
  for (const variant of [...chosen, ...own, ...sweepVariants(sweeps)]) {
    if (!variants.has(variant.name)) variants.set(variant.name, variant);
  }
  return [...variants.values()];
}

function byName(variants: readonly Variant[], name: string): Variant {
  const found = variants.find((variant) => variant.name === name);
  if (found === undefined) {
    throw new UsageError(`unknown variant ${name}; there are: ${variants.map((variant) => variant.name).join(", ")}`);
  }
  return found;
}
