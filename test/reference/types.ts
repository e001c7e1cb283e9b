/** The reference's own small types. It imports nothing of src: two implementations that share code share mistakes. */

export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** One record of a log and where it stands. Records are given in input order. */
export interface LogRecord {
  readonly path: string;
  readonly row: number;
  readonly value: JsonObject;
}

export interface ToolOptions {
  readonly transfer?: boolean;
  readonly ignore: readonly string[];
  readonly identity: readonly string[];
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly weights: ReadonlyMap<string, number>;
}

export type Kind = "box" | "url" | "text" | "texts" | "number" | "boolean" | "null" | "json";
export type Metric = "jaccard" | "dice" | "token-f1" | "rouge-l" | "levenshtein" | "exact";

export interface Options {
  readonly estimator: "grpo" | "dr-grpo" | "rloo" | "logged";
  readonly ddof: 0 | 1;
  readonly eps: number;
  readonly singleton: "zero" | "raw";
  readonly successField: string | null;
  readonly successThreshold: number;
  readonly theta: number;
  readonly alphaMin: number;
  readonly beta: number;
  readonly clusterThreshold: number | null;
  readonly textMetric: Metric;
  readonly scope: "group" | "batch";
  readonly parallelCalls: "mean" | "max" | "min";
  readonly clamp: boolean;
  readonly useSupport: boolean;
  readonly excludeTools: readonly string[];
  readonly includeTools: readonly string[];
  readonly tools: ReadonlyMap<string, ToolOptions>;
  readonly seed: number;
  readonly replicates: number;
}

export const DEFAULTS: Options = {
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
  excludeTools: [],
  includeTools: [],
  tools: new Map(),
  seed: 0,
  replicates: 1000,
};

export interface Call {
  readonly tool: string;
  /** Null for a malformed call. */
  readonly args: JsonObject | null;
  /** Canonical JSON of the arguments; "" for a malformed call. */
  readonly canonical: string;
  readonly excluded: boolean;
  observation: string | null;
}

export interface Turn {
  readonly calls: Call[];
  readonly text: string;
  readonly tokens: readonly [number, number] | null;
  readonly truth: number | null;
}

export interface Tokens {
  readonly mask: readonly number[];
  readonly advantages: readonly number[] | null;
  readonly logprobs: readonly number[] | null;
  readonly oldLogprobs: readonly number[] | null;
}

export interface Rollout {
  readonly path: string;
  readonly row: number;
  /** Position in the input. */
  readonly order: number;
  readonly batch: Json;
  readonly declaredGroup: Json;
  readonly id: Json;
  /** Canonical JSON of the messages before the first turn. */
  readonly prompt: string;
  readonly reward: number;
  readonly success: boolean;
  readonly turns: readonly Turn[];
  readonly loggedScalar: number | null;
  readonly tokens: Tokens | null;
}

/** A rollout in its group, with `A_j` and the base advantage of each turn. */
export interface Member {
  readonly rollout: Rollout;
  readonly advantage: number;
  readonly bases: readonly number[];
}

export interface Group {
  readonly batch: Json;
  readonly id: Json;
  readonly members: readonly Member[];
  readonly mixed: boolean;
}
