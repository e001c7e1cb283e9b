import { z } from "zod";
import type { VariantOptions } from "../../model/ablation.js";
import {
  ESTIMATORS,
  KEY_KINDS,
  PARALLEL_CALLS,
  SCOPES,
  SINGLETONS,
  SUPPORT_MODES,
  TEXT_METRICS,
} from "../../model/names.js";
import type { MethodOptions } from "../../model/options.js";
import type { PartialHeader, PartialLog } from "../../model/partial.js";
import type { LogOptions } from "../../model/run.js";
import { count, id, place, real } from "./decode-values.js";

const names = z.array(z.string());

const tool = z.object({
  transfer: z.boolean().exactOptional(),
  ignore: names,
  identity: names,
  kinds: z.array(z.tuple([z.string(), z.enum(KEY_KINDS)])).transform((entries) => new Map(entries)),
  weights: z.array(z.tuple([z.string(), real])).transform((entries) => new Map(entries)),
});

const method = z.object({
  estimator: z.enum(ESTIMATORS),
  ddof: z.literal([0, 1]),
  eps: real,
  singleton: z.enum(SINGLETONS),
  successField: z.string().nullable(),
  successThreshold: real,
  theta: z.number(),
  alphaMin: z.number(),
  beta: real,
  clusterThreshold: z.number().nullable(),
  textMetric: z.enum(TEXT_METRICS),
  scope: z.enum(SCOPES),
  parallelCalls: z.enum(PARALLEL_CALLS),
  clamp: z.boolean(),
  useSupport: z.boolean(),
  contrast: z.number().nullable(),
  support: z.enum(SUPPORT_MODES),
  excludeTools: names,
  includeTools: names,
  tools: z.array(z.tuple([z.string(), tool])).transform((entries) => new Map(entries)),
  seed: count,
  replicates: z.number().int().min(1).max(1_000_000),
}) satisfies z.ZodType<MethodOptions>;

const log = z.object({
  dialect: z.string().nullable(),
  groupBy: names,
  batchBy: z.string().nullable(),
  reward: z.string().nullable(),
  map: z.array(z.tuple([z.string(), z.string()])).transform((entries) => new Map(entries)),
  lenient: z.boolean(),
}) satisfies z.ZodType<LogOptions>;

/** Kept as it stands: reports print a variant's options in the user's order, and only the same run's partials are merged. */
export const variantOptions = z.custom<VariantOptions>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

const request = z.object({
  variants: names.nullable(),
  extra: z.array(z.object({ name: z.string(), options: variantOptions })),
  sweeps: z.array(
    z.object({ option: z.enum(["theta", "alphaMin", "beta", "clusterThreshold"]), values: z.array(real) }),
  ),
});

/** What a partial was made of and how. */
export const header = z.object({
  version: z.string(),
  command: z.enum(["audit", "ablate"]),
  shard: z
    .object({ index: count, count: z.number().int().positive() })
    .refine(({ index, count: all }) => index < all, "a number below count"),
  method,
  log,
  request: request.nullable(),
}) satisfies z.ZodType<PartialHeader>;

const counted = z.array(z.object({ what: z.string(), count, first: place }));

const grouping = z.object({
  rollouts: count,
  undeclared: count,
  promptsConflict: z.boolean(),
  truthless: count,
  unlogged: count,
  scopes: z.array(z.string().nullable()),
  groups: count,
  sizes: z.array(z.object({ size: count, count, first: place, id })),
  formulas: z.array(
    z.object({
      agreeing: count,
      disagreement: z.object({ group: place, place, logged: real, expected: real }).nullable(),
    }),
  ),
  runs: z
    .object({
      interrupted: z.boolean(),
      sizes: z.array(
        z.object({ size: count, runs: count, complete: count, telling: count, formulas: z.array(z.boolean()) }),
      ),
      cutOff: z.array(z.object({ first: place, id, size: count })),
    })
    .nullable(),
});

/** What a partial says of the log besides its sums. */
export const partialLog = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      read: z.object({ format: z.string(), dialect: z.string(), rows: count }).nullable(),
    }),
  ),
  rejections: counted,
  notes: counted,
  grouping: z.array(grouping),
}) satisfies z.ZodType<PartialLog>;
