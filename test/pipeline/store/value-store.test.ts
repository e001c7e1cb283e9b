import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { InputError } from "../../../src/model/errors.js";
import { EngineMemory } from "../../../src/pipeline/store/engine-memory.js";
import { ValueStore } from "../../../src/pipeline/store/value-store.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-store-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Value {
  readonly name: string;
  readonly numbers: Float64Array;
  readonly shared: { readonly tokens: Float64Array };
}

const SHARED = { tokens: Float64Array.from({ length: 50 }, (_, i) => i / 3) };

function value(i: number): Value {
  return { name: `value ${i} ${"é".repeat(i % 7)}`, numbers: Float64Array.of(i, -i, i / 7), shared: SHARED };
}

describe("a store of values", () => {
  test("gives every value by its number, from memory and from the file", () => {
    const memory = new EngineMemory(Number.POSITIVE_INFINITY);
    let letGo = 0;
    const store = new ValueStore<Value>(memory, join(folder, "a"), () => letGo++);
    const spillAt = new Set([3, 4, 500, 900]);
    for (let i = 0; i < 1000; i++) {
      if (spillAt.has(i)) store.spill();
      expect(store.add(value(i))).toBe(i);
    }
    expect(letGo).toBe(4);
    expect(store.size).toBe(1000);
    expect(store.spilledBytes).toBeGreaterThan(0);
    for (const i of [0, 1, 2, 3, 4, 999, 899, 900, 500, 499, 17, 17]) expect(store.get(i)).toStrictEqual(value(i));
    for (let i = 0; i < 1000; i++) expect(store.get(i)).toStrictEqual(value(i));
    expect(() => store.get(1000)).toThrow(RangeError);
    memory.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("what is shared takes its place once a round", () => {
    const memory = new EngineMemory(Number.POSITIVE_INFINITY);
    const store = new ValueStore<Value>(memory, join(folder, "b"));
    for (let i = 0; i < 100; i++) store.add(value(i));
    store.spill();
    expect(store.spilledBytes).toBeLessThan(100 * SHARED.tokens.byteLength);
    memory.close();
  });

  test("goes to the file by itself where memory is short", () => {
    const memory = new EngineMemory(0);
    const store = new ValueStore<Value>(memory, join(folder, "c"));
    for (let i = 0; i < 1000; i++) store.add(value(i));
    expect(store.spilledBytes).toBeGreaterThan(0);
    for (let i = 0; i < 1000; i++) expect(store.get(i)).toStrictEqual(value(i));
    memory.close();
  });

  test.each([
    ["a missing folder", join(folder, "none", "d"), /no such temporary folder.*--memory-limit.*TMPDIR/],
    ["a name that is taken", join(folder, "taken"), /cannot be used/],
  ])("%s is an error of the input", (_name, path, message) => {
    writeFileSync(join(folder, "taken"), "");
    const store = new ValueStore<Value>(new EngineMemory(Number.POSITIVE_INFINITY), path);
    store.add(value(0));
    expect(() => store.spill()).toThrow(InputError);
    expect(() => store.spill()).toThrow(message);
  });
});
