import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands/index.js";
import { machineMemory, memorySize } from "../../src/cli/options/memory-size.js";
import { METHOD_OPTIONS } from "../../src/cli/options/method-options.js";
import type { OptionTable } from "../../src/cli/options/option-table.js";
import { runOptions } from "../../src/cli/options/run-options.js";
import { choice, mapping, names, number, orNull } from "../../src/cli/options/value-kinds.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";

const specs = await Promise.all(COMMANDS.map(async ({ name, load }) => ({ name, spec: await load() })));

describe("option tables", () => {
  test.each(specs)("$name: the long flag in camel case is the key, and no flag stands twice", ({ spec }) => {
    const options = spec.options
      .flatMap(({ table }) => Object.entries(table))
      .filter(([, option]) => option.flags !== null);
    const keys = options.map(([, { flags }]) =>
      /--(?:no-)?([a-z-]+)/.exec(flags ?? "")?.[1]?.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(keys).toEqual(options.map(([key]) => key));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("the default that help prints is the default", () => {
    const table: OptionTable = METHOD_OPTIONS;
    for (const [key, { kind, fallback }] of Object.entries(table)) {
      const said = fallback === undefined ? undefined : kind.fromText(fallback);
      const real = Object.entries(DEFAULT_OPTIONS).find(([name]) => name === key)?.[1];
      if (real !== null && !Array.isArray(real)) expect([key, said]).toEqual([key, real]);
    }
  });
});

describe("order of precedence", () => {
  test("defaults", async () => {
    expect((await runOptions({})).method).toEqual(DEFAULT_OPTIONS);
  });

  test("a flag wins over the preset", async () => {
    expect((await runOptions({ preset: "trl" })).method.eps).toBe(1e-4);
    expect((await runOptions({ preset: "trl", eps: 0 })).method.eps).toBe(0);
    expect((await runOptions({ preset: "verl" })).method.singleton).toBe("raw");
  });
});

describe("value kinds", () => {
  test.each([
    ["0.5", 0.5],
    [" 1 ", 1],
    [".5", 0.5],
    ["1e-3", 0.001],
    ["", undefined],
    ["1_0", undefined],
    ["0b1", undefined],
    ["Infinity", undefined],
    ["1.0000001", undefined],
  ])("number from %j", (text, value) => {
    expect(number(0, 1).fromText(text)).toBe(value);
  });

  test.each([
    ["64M", 2 ** 26],
    ["1.5G", 1.5 * 2 ** 30],
    ["2g", 2 ** 31],
    ["2GiB", 2 ** 31],
    ["70000 KB", 70000 * 1024],
    ["100000000", 1e8],
    ["100%", machineMemory()],
    ["50 %", Math.floor(machineMemory() / 2)],
    ["63M", undefined],
    ["0%", undefined],
    ["101%", undefined],
    ["1e9", undefined],
    ["-1G", undefined],
    ["G", undefined],
    ["9000000T", undefined],
  ])("memory from %j", (text, value) => {
    expect(memorySize.fromText(text)).toBe(value);
  });

  test("memory is bounded by default", async () => {
    expect((await runOptions({})).memoryLimit).toBe(Math.floor(0.6 * machineMemory()));
    expect((await runOptions({ memoryLimit: 1e9 })).memoryLimit).toBe(1e9);
  });

  test("number from JSON takes numbers only", () => {
    expect(["1", true, null, Number.NaN, 2].map(number(0, 1).fromJson)).toEqual(Array(5).fill(undefined));
  });

  test("choice keeps the type of its members", () => {
    expect(choice([0, 1]).fromText("1")).toBe(1);
    expect(choice([0, 1]).fromJson("1")).toBeUndefined();
  });

  test("lists join, maps join", () => {
    expect(names.fromText("a, b")).toEqual(["a", "b"]);
    expect(names.merge?.(["a"], ["b"])).toEqual(["a", "b"]);
    expect(mapping.fromText("reward=score, group = a=b")).toEqual(
      new Map([
        ["reward", "score"],
        ["group", "a=b"],
      ]),
    );
    expect(mapping.fromText("reward=")).toBeUndefined();
  });

  test("null in a config file where reports print it", () => {
    expect(orNull(number(0, 1)).fromJson(null)).toBeNull();
    expect(number(0, 1).fromJson(null)).toBeUndefined();
  });
});
