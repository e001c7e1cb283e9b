import { ESTIMATORS, PARALLEL_CALLS, SCOPES, SINGLETONS, SUPPORT_MODES, TEXT_METRICS } from "../../model/names.js";
import type { MethodOptions } from "../../model/options.js";
import type { OptionSpec } from "./option-table.js";
import { choice, names, number, orNull, text, toggle } from "./value-kinds.js";

/** Conventions with a value of their own kind; `tools` is only in a config file and has its own schema. */
type Methods = Omit<MethodOptions, "tools">;

/** The conventions of the method. Total: a new one without a row here does not compile. */
export const METHOD_OPTIONS = {
  estimator: { flags: "--estimator <name>", description: "base advantage", kind: choice(ESTIMATORS), fallback: "grpo" },
  theta: { flags: "--theta <x>", description: "similarity gate", kind: number(0, 1), fallback: "0.5" },
  alphaMin: { flags: "--alpha-min <x>", description: "confidence gate", kind: number(0, 1), fallback: "0.25" },
  beta: {
    flags: "--beta <x>",
    description: "strength of the transfer",
    kind: number(0, 1000),
    fallback: "0.8",
  },
  clusterThreshold: {
    flags: "--cluster-threshold <x>",
    description: "threshold of reference clusters",
    kind: orNull(number(0, 1)),
    fallback: "theta",
  },
  textMetric: {
    flags: "--text-metric <name>",
    description: "similarity of texts",
    kind: choice(TEXT_METRICS),
    fallback: "jaccard",
  },
  scope: {
    flags: "--scope <name>",
    description: "where witnesses are looked for",
    kind: choice(SCOPES),
    fallback: "group",
  },
  parallelCalls: {
    flags: "--parallel-calls <name>",
    description: "how the transfers of one turn's calls become one",
    kind: choice(PARALLEL_CALLS),
    fallback: "mean",
  },
  contrast: {
    flags: "--contrast <x>",
    description: "correct a call only if successes make it more often than other failures, by more than this share",
    kind: orNull(number(-1, 1)),
    fallback: "off",
  },
  support: {
    flags: "--support <name>",
    description: "contrastive: weigh by what support exceeds the other failures' by",
    kind: choice(SUPPORT_MODES),
    fallback: "plain",
  },
  successField: {
    flags: "--success-field <field>",
    description: "field that says success",
    kind: orNull(text),
    fallback: "the dialect's, else the reward",
  },
  successThreshold: {
    flags: "--success-threshold <x>",
    description: "smallest reward of a success",
    kind: number(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    fallback: "0.5",
  },
  ddof: {
    flags: "--ddof <n>",
    description: "1: sample deviation, 0: of the population",
    kind: choice([0, 1]),
    fallback: "1",
  },
  eps: {
    flags: "--eps <x>",
    description: "added to the standard deviation",
    kind: number(0, Number.POSITIVE_INFINITY),
    fallback: "1e-6",
  },
  singleton: {
    flags: "--singleton <name>",
    description: "advantage of a group of one rollout",
    kind: choice(SINGLETONS),
    fallback: "zero",
  },
  excludeTools: {
    flags: "--exclude-tools <names>",
    description: "tools left out, besides those that hand in the answer",
    kind: names,
  },
  includeTools: { flags: "--include-tools <names>", description: "the only tools kept", kind: names },
  seed: {
    flags: "--seed <n>",
    description: "seed of the bootstrap",
    kind: number(0, 2 ** 32 - 1, true),
    fallback: "0",
  },
  replicates: {
    flags: "--replicates <n>",
    description: "bootstrap replicates",
    kind: number(1, 1_000_000, true),
    fallback: "1000",
  },
  clamp: { flags: null, description: "clamp corrected advantages at 0", kind: toggle, fallback: "true" },
  useSupport: { flags: null, description: "weigh transfers by support", kind: toggle, fallback: "true" },
} satisfies { readonly [K in keyof Methods]: OptionSpec<Methods[K]> };
