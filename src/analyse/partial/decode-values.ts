import { z } from "zod";
import type { Id } from "../../model/id.js";
import type { CoMoments } from "../../stats/co-moments.js";
import { unpackDoubles, unpackLists } from "./pack.js";

export const count = z.number().int().nonnegative();

/** A double. Beyond 2^53 one without a fraction prints as an integer, which is read as a bigint: the same number. */
export const real = z.union([z.number(), z.bigint().transform(Number)]);

/** Counts in a list -> under their names. */
export function counts<const K extends string>(names: readonly K[]) {
  return z
    .array(count)
    .length(names.length)
    .transform((values) => Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])) as Record<K, number>);
}

/** Packed doubles; `length` of them where it is known. */
export function doubles(length?: number) {
  return z.string().transform((text, context) => {
    const values = unpackDoubles(text);
    if (values !== null && (length === undefined || values.length === length)) return values;
    context.addIssue(`expected ${length ?? "a number of"} packed doubles`);
    return z.NEVER;
  });
}

/** Packed lists of doubles. */
export const lists = z.object({ lengths: z.string(), values: z.string() }).transform((packed, context) => {
  const found = unpackLists(packed);
  if (found !== null) return found;
  context.addIssue("expected packed lists of doubles");
  return z.NEVER;
});

export const id: z.ZodType<Id> = z.lazy(() =>
  z.union([z.string(), z.number(), z.bigint(), z.boolean(), z.null(), z.array(id)]),
);

export const place = z.object({ file: count, row: count, item: count });

export const share = counts(["numerator", "denominator"]);

export const moments = doubles().transform((values): CoMoments[] =>
  Array.from({ length: Math.floor(values.length / 8) }, (_, i) => {
    const [n = 0, meanX = 0, meanY = 0, unitX = 1, unitY = 1, xx = 0, yy = 0, xy = 0] = values.subarray(
      i * 8,
      i * 8 + 8,
    );
    return { n, meanX, meanY, unitX, unitY, xx, yy, xy };
  }),
);
