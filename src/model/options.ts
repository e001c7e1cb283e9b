import type { Estimator, KeyKind, ParallelCalls, Preset, Scope, Singleton, SupportMode, TextMetric } from "./names.js";

/** What a user configured for one tool (SPEC section 3). */
export interface ToolConfig {
  /** False leaves the tool out, true keeps it whatever the default list says. */
  readonly transfer?: boolean;
  /** Keys dropped before comparing. */
  readonly ignore: readonly string[];
  /** Keys that are gates besides the default ones. */
  readonly identity: readonly string[];
  /** Kind of a key in place of the value's own; takes the key out of the default identity keys. */
  readonly kinds: ReadonlyMap<string, KeyKind>;
  /** Weight of a key in the mean; 1 where not named. Not negative. */
  readonly weights: ReadonlyMap<string, number>;
}

/**
 * The conventions of the method. Every one is printed with every result.
 * Sources and defaults: SPEC sections 2 to 6.
 */
export interface MethodOptions {
  readonly estimator: Estimator;
  /** Degrees of freedom taken off n for the standard deviation: 1 sample, 0 population. */
  readonly ddof: 0 | 1;
  /** Added to the standard deviation. */
  readonly eps: number;
  readonly singleton: Singleton;
  /** Field that says success; null: the dialect's own, else the reward against the threshold. */
  readonly successField: string | null;
  /** `R >= successThreshold` is success. */
  readonly successThreshold: number;
  /** Similarity gate, in [0, 1]. */
  readonly theta: number;
  /** Confidence gate, in [0, 1]. */
  readonly alphaMin: number;
  /** Strength of the transfer, not negative. */
  readonly beta: number;
  /** Complete-linkage threshold in [0, 1]; null follows theta. */
  readonly clusterThreshold: number | null;
  readonly textMetric: TextMetric;
  readonly scope: Scope;
  readonly parallelCalls: ParallelCalls;
  /** False writes `A + T` without the clamp at 0 (the `no-clamp` ablation). */
  readonly clamp: boolean;
  /** False puts 1 in place of the support (the `no-support` ablation). */
  readonly useSupport: boolean;
  /** A call is corrected only if its discrimination is above this, or no other rollout of its group fails; null: no such gate. */
  readonly contrast: number | null;
  /** What a transfer is weighed by; `contrastive`: the support less that of the other failures, at least 0. */
  readonly support: SupportMode;
  /** Tools left out, besides the default list. */
  readonly excludeTools: readonly string[];
  /** If not empty, the only tools kept, whatever any list says. */
  readonly includeTools: readonly string[];
  readonly tools: ReadonlyMap<string, ToolConfig>;
  /** Seed of the bootstrap, unsigned 32 bit. */
  readonly seed: number;
  /** Bootstrap replicates. */
  readonly replicates: number;
}

export const DEFAULT_OPTIONS: MethodOptions = {
  estimator: "grpo",
  ddof: 1,
  eps: 1e-6,
  singleton: "zero",
  successField: null,
  successThreshold: 0.5,
  theta: 0.5,
  alphaMin: 0.25,
  beta: 0.8,
  clusterThreshold: null,
  textMetric: "jaccard",
  scope: "group",
  parallelCalls: "mean",
  clamp: true,
  useSupport: true,
  contrast: null,
  support: "plain",
  excludeTools: [],
  includeTools: [],
  tools: new Map(),
  seed: 0,
  replicates: 1000,
};

/** What each preset changes (SPEC section 2). */
export const PRESET_OPTIONS = {
  paper: {},
  verl: { singleton: "raw" },
  trl: { eps: 1e-4 },
} satisfies Record<Preset, Partial<MethodOptions>>;
