import type { Variant, VariantOptions } from "../../model/ablation.js";
import { suggestion } from "../../report/nearest.js";
import { METHOD_OPTIONS } from "./method-options.js";
import type { OptionSpec } from "./option-table.js";
import { RULE } from "./rule-options.js";
import { names, toggle, type ValueKind } from "./value-kinds.js";

const {
  theta,
  alphaMin,
  beta,
  clusterThreshold,
  textMetric,
  scope,
  parallelCalls,
  clamp,
  useSupport,
  contrast,
  support,
} = METHOD_OPTIONS;

/** What `--variant` may change, under the names of the flags. */
const CHANGES: Readonly<Record<string, readonly [key: keyof VariantOptions, kind: ValueKind<unknown>]>> = {
  theta: ["theta", theta.kind],
  "alpha-min": ["alphaMin", alphaMin.kind],
  beta: ["beta", beta.kind],
  "cluster-threshold": ["clusterThreshold", clusterThreshold.kind],
  "text-metric": ["textMetric", textMetric.kind],
  scope: ["scope", scope.kind],
  "parallel-calls": ["parallelCalls", parallelCalls.kind],
  clamp: ["clamp", clamp.kind],
  "use-support": ["useSupport", useSupport.kind],
  contrast: ["contrast", contrast.kind],
  support: ["support", support.kind],
  rule: ["rule", RULE.kind],
  correct: ["correct", toggle],
  "without-tool": ["withoutTools", names],
};

/** Characters that a name cannot have: gates could not speak of it, or `--variants` pick it. */
const NOT_IN_NAMES = /[<>,]|[=!]=/;

const variants: ValueKind<readonly Variant[]> = {
  expected: "'NAME: OPTION=VALUE, ...'",
  fromText: (given) => {
    const read = readVariant(given);
    return typeof read === "string" ? undefined : [read];
  },
  fromJson: () => undefined,
  merge: (before, after) => [...before, ...after],
  hint: (given) => {
    const read = readVariant(given);
    return typeof read === "string" ? ` ${read}` : "";
  },
};

/** A variant, or what is wrong with its text. */
function readVariant(given: string): Variant | string {
  const colon = given.indexOf(":");
  const name = given.slice(0, Math.max(0, colon)).trim();
  if (name === "") return "A name and a colon come first.";
  if (NOT_IN_NAMES.test(name)) return `The name ${name} may not hold <, >, a comma, == or !=.`;
  const options = new Map<string, unknown>();
  for (const part of given.slice(colon + 1).split(",")) {
    const [, option = "", text = ""] = /^\s*([^=\s]*)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
    const change = Object.hasOwn(CHANGES, option) ? CHANGES[option] : undefined;
    if (change === undefined) {
      const valid = Object.keys(CHANGES);
      return `${part.trim() === "" ? "An option is missing" : `No option ${option || part.trim()}`}.${suggestion(option, valid)} There are: ${valid.join(", ")}.`;
    }
    const [key, kind] = change;
    const value = kind.fromText(text);
    if (value === undefined) return `${option}: expected ${kind.expected}, found '${text}'.${kind.hint?.(text) ?? ""}`;
    const before = options.get(key);
    options.set(key, before === undefined || kind.merge === undefined ? value : kind.merge(before, value));
  }
  return { name, options: Object.fromEntries(options) };
}

type SweptOption = "theta" | "alphaMin" | "beta" | "clusterThreshold";

/** One option over several values. */
export interface Sweep {
  readonly option: SweptOption;
  readonly values: readonly number[];
}

const SWEPT: Readonly<Record<string, readonly [SweptOption, ValueKind<number | null>]>> = {
  theta: ["theta", theta.kind],
  "alpha-min": ["alphaMin", alphaMin.kind],
  beta: ["beta", beta.kind],
  "cluster-threshold": ["clusterThreshold", clusterThreshold.kind],
};

/** Most values of one sweep. */
const MOST = 100;

const sweeps: ValueKind<readonly Sweep[]> = {
  expected: "OPTION=FIRST:LAST:STEP",
  fromText: (given) => {
    const read = readSweep(given);
    return typeof read === "string" ? undefined : [read];
  },
  fromJson: () => undefined,
  merge: (before, after) => [...before, ...after],
  hint: (given) => {
    const read = readSweep(given);
    return typeof read === "string" ? ` ${read}` : "";
  },
};

function readSweep(given: string): Sweep | string {
  const cut = given.indexOf("=");
  const name = given.slice(0, Math.max(0, cut)).trim();
  const swept = Object.hasOwn(SWEPT, name) ? SWEPT[name] : undefined;
  if (swept === undefined) {
    return `No option ${name || given} to sweep.${suggestion(name, Object.keys(SWEPT))} There are: ${Object.keys(SWEPT).join(", ")}.`;
  }
  const [option, kind] = swept;
  const texts = given.slice(cut + 1).split(":");
  const [first, last] = texts.slice(0, 2).map((text) => kind.fromText(text) ?? undefined);
  const step = beta.kind.fromText(texts[2] ?? "");
  if (texts.length !== 3 || first === undefined || last === undefined || step === undefined) {
    return `${name}: expected three numbers with colons between them, first and last each ${kind.expected}.`;
  }
  const count = Math.floor((last - first) / step + 1e-9) + 1;
  if (!(step > 0) || !(count >= 1)) return `${name}: the last value lies before the first, or the step is 0.`;
  if (count > MOST) return `${name}: ${count} values are more than ${MOST}.`;
  return { option, values: Array.from({ length: count }, (_, i) => Number((first + i * step).toPrecision(12))) };
}

/** Which variants an ablation runs. */
export const VARIANT_OPTIONS = {
  variants: {
    flags: "--variants <names>",
    description: "only these, of the standard ones",
    kind: names,
    fallback: "all",
  },
  variant: {
    flags: "--variant <definition>",
    description: "one of your own: 'name: beta=0.6, text-metric=dice'; repeatable",
    kind: variants,
  },
  sweep: {
    flags: "--sweep <range>",
    description: "one variant a value: theta=0.3:0.9:0.1; given twice, one for each pair",
    kind: sweeps,
  },
} satisfies Record<string, OptionSpec<unknown>>;
