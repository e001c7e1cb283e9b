import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isObject } from "../../../src/json/field.js";
import type { JsonObject, JsonValue } from "../../../src/model/json.js";
import type { JsonPatch } from "../../../src/model/json-patch.js";
import { DIALECTS } from "../../../src/normalise/registry.js";
import { verifiersV1WriteBack } from "../../../src/normalise/write-back/verifiers-v1.js";
import { SAMPLES } from "../dialects/records.js";
import { isRejection, normalise, rollout } from "../support.js";

/** The value with a patch put in, the plain way. */
function applied(value: JsonValue, patch: JsonPatch): JsonValue {
  if (typeof patch === "string") return JSON.parse(patch);
  const copy = structuredClone(value) as Record<string | number, JsonValue>;
  for (const [key, inner] of patch) copy[key] = applied(copy[key] ?? null, inner);
  return copy as JsonValue;
}

const writable = SAMPLES.filter(({ dialect }) => DIALECTS[dialect as keyof typeof DIALECTS].writeBack !== undefined);

describe("write-back", () => {
  test.each(writable.map((sample) => [sample.dialect, sample] as const))(
    "%s: what was written is what is read",
    (name, { record, path }) => {
      const { writeBack } = DIALECTS[name as keyof typeof DIALECTS];
      const [before] = normalise(name, [record], { path });
      const tokens = (before?.results ?? []).map((result) =>
        isRejection(result) || result.tokens === null ? null : onMask(result.tokens.length, result.turns),
      );
      const patch = writeBack?.patch(record, tokens) ?? null;
      if (tokens.includes(null)) return;
      expect(patch).not.toBeNull();
      const after = normalise(name, [applied(record, patch ?? "null") as JsonObject], { path })[0]?.results ?? [];
      expect(after.map((result) => (isRejection(result) ? null : result.tokens?.advantages))).toEqual(
        tokens.map((list) => Array.from(list ?? [])),
      );
    },
  );

  test.each(writable.map(({ dialect, record }) => [dialect, record] as const))(
    "%s: no record makes it throw",
    (name, record) => {
      const { writeBack } = DIALECTS[name as keyof typeof DIALECTS];
      const keys = Object.keys(record);
      fc.assert(
        fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
          const patch = writeBack?.patch({ ...record, [key]: value as JsonValue }, [Float64Array.of(1, 2), null]);
          expect(patch === null || patch instanceof Map).toBe(true);
        }),
      );
    },
  );

  test("verifiers v1: a mask of 0 and 1 is one of booleans", () => {
    const sample = SAMPLES.find(({ dialect }) => dialect === "verifiers-v1");
    const asNumbers = (mask: unknown) => (Array.isArray(mask) ? mask.map(Number) : mask);
    const text = JSON.stringify(sample?.record, (key, value) => (key === "mask" ? asNumbers(value) : value));
    const record: JsonValue = JSON.parse(text);
    if (sample === undefined || !isObject(record)) throw new Error("no sample");
    const tokensOf = (from: JsonObject) => rollout("verifiers-v1", from, { path: sample.path }).tokens;
    expect(tokensOf(record)).toEqual(tokensOf(sample.record));
    const tokens = Float64Array.from({ length: tokensOf(record)?.length ?? 0 }, (_, i) => i);
    expect(verifiersV1WriteBack.patch(record, [tokens])).toEqual(verifiersV1WriteBack.patch(sample.record, [tokens]));
  });
});

/** Numbers from 1 on the policy's tokens, 0 elsewhere. */
function onMask(length: number, turns: readonly { readonly tokens: readonly [number, number] | null }[]): Float64Array {
  const list = new Float64Array(length);
  for (const { tokens } of turns) for (let i = tokens?.[0] ?? 0; i < (tokens?.[1] ?? 0); i++) list[i] = i + 1;
  return list;
}
