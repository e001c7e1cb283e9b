import { z } from "zod";
import { isObject } from "../../json/field.js";
import { InputError } from "../../model/errors.js";
import type { JsonValue } from "../../model/json.js";
import type { BatchTally } from "../batch-tally.js";
import { COLUMNS } from "../columns.js";
import { DISCRIMINATION_KEYS } from "../discrimination.js";
import { SWEEP_THETAS } from "../group-tally.js";
import { SHARED_COLUMNS } from "../shared-sums.js";
import type { TruthParts } from "../truth.js";
import { COUNTS, type VariantParts } from "../variant-sums.js";
import { header, partialLog, variantOptions } from "./decode-header.js";
import { count, counts, doubles, id, lists, moments, real, share } from "./decode-values.js";
import { TALLY_COUNTS, TOOL_COUNTS } from "./encode.js";
import { PARTIAL_SCHEMA, type Partial } from "./partial.js";

const tool = z.tuple([z.string(), counts(TOOL_COUNTS)]);

const determinism = z.tuple([z.string(), count, count, real, count, count, real]).transform(
  ([name, mPairs, mEqual, mJaccard, uPairs, uEqual, uJaccard]) =>
    [
      name,
      {
        matched: { pairs: mPairs, equal: mEqual, jaccard: mJaccard },
        unmatched: { pairs: uPairs, equal: uEqual, jaccard: uJaccard },
      },
    ] as const,
);

const tally = z
  .object({
    batch: id,
    counts: counts(TALLY_COUNTS),
    sums: doubles(COLUMNS.length + 2 * SWEEP_THETAS.length),
    tools: z.array(tool),
    chance: share,
    answers: share,
    discrimination: counts(DISCRIMINATION_KEYS),
    determinism: z.array(determinism),
  })
  .transform(({ counts: numbers, sums, tools, determinism: rows, ...rest }): BatchTally => {
    const actions = COLUMNS.length + SWEEP_THETAS.length;
    return {
      ...rest,
      ...numbers,
      sums: sums.slice(0, COLUMNS.length),
      sweepTrajectories: sums.slice(COLUMNS.length, actions),
      sweepActions: sums.slice(actions),
      tools: new Map(tools),
      determinism: new Map(rows),
    };
  });

const replicates = z.object({ counts: doubles(), exact: lists });

const truth = z
  .object({
    counts: counts(["turns", "agreeing", "groups"]),
    squared: doubles().transform((values) => [...values]),
    extremes: doubles(4).transform((values) => [...values]),
    batches: moments,
    replicates,
  })
  .transform(({ counts: numbers, ...sums }): TruthParts => ({ ...numbers, ...sums }));

const variant = z
  .object({
    name: z.string(),
    options: variantOptions,
    counts: counts(COUNTS),
    maxCorrection: real.nullable(),
    discrimination: counts(DISCRIMINATION_KEYS),
    chance: share,
    exact: lists,
    advantages: moments,
    truth: truth.nullable(),
    intervals: z.object({ massGroups: count, replicates }),
  })
  .transform(
    ({ name, options, counts: numbers, maxCorrection, discrimination, chance, ...sums }): VariantParts => ({
      variant: { name, options },
      total: { ...numbers, maxCorrection: maxCorrection ?? Number.NEGATIVE_INFINITY, discrimination, chance },
      ...sums,
    }),
  );

const partial = z
  .object({
    ...header.shape,
    ...partialLog.shape,
    batches: z.array(tally),
    bootstrap: z.object({ nonZero: doubles(COLUMNS.length), replicates }),
    ablation: z
      .object({
        loggedRatios: z.boolean(),
        tools: z.array(z.string()),
        shared: z.object({ nonZero: doubles(SHARED_COLUMNS.length), replicates }),
        variants: z.array(variant),
      })
      .nullable(),
  })
  .transform(
    ({ version, command, shard, method, log, request, batches, bootstrap, ablation, ...facts }): Partial => ({
      header: { version, command, shard, method, log, request },
      log: facts,
      tallies: batches,
      bootstrap,
      ablation,
    }),
  );

/**
 * A partial from its JSON.
 * @throws InputError where it is none, or one of another version of the tool, whose sums may mean something else.
 */
export function decodePartial(value: JsonValue, path: string, version: string): Partial {
  if (!isObject(value) || value.schema !== PARTIAL_SCHEMA) {
    throw new InputError(`${path}: no partial result (\`--shard I/N --partial FILE\` writes them)`);
  }
  if (value.version !== version) {
    throw new InputError(
      `${path}: made by version ${String(value.version)}, this is ${version}: make all partials with one version`,
    );
  }
  const decoded = partial.safeParse(value);
  if (decoded.success) return decoded.data;
  const [issue] = decoded.error.issues;
  throw new InputError(`${path}: a damaged partial: ${issue?.path.map(String).join(".")}: ${issue?.message}`);
}
