import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "../../src/cli/config.js";
import { runOptions } from "../../src/cli/options/run-options.js";
import type { ToolConfig } from "../../src/model/options.js";
import { temporaryFolder } from "./tapo.js";

const folder = temporaryFolder();
const write = (value: unknown) => {
  const path = join(folder, "config.json");
  writeFileSync(path, JSON.stringify(value));
  return path;
};

test("method, log and tools", async () => {
  const path = write({
    theta: 0.7,
    clusterThreshold: null,
    useSupport: false,
    excludeTools: ["a"],
    groupBy: ["x", "y"],
    map: { reward: "score" },
    lenient: true,
    tools: { search: { transfer: false, ignore: ["k"], weights: { q: 2 }, kinds: { q: "url" } }, plain: {} },
  });
  const search: ToolConfig = {
    transfer: false,
    ignore: ["k"],
    identity: [],
    kinds: new Map([["q", "url"]]),
    weights: new Map([["q", 2]]),
  };
  const plain: ToolConfig = { ignore: [], identity: [], kinds: new Map(), weights: new Map() };
  expect(await readConfig(path)).toEqual({
    method: {
      theta: 0.7,
      clusterThreshold: null,
      useSupport: false,
      excludeTools: ["a"],
      tools: new Map([
        ["search", search],
        ["plain", plain],
      ]),
    },
    log: { groupBy: ["x", "y"], map: new Map([["reward", "score"]]), lenient: true },
  });
});

test("the config file wins over the preset, flags win over the config file", async () => {
  const config = write({ eps: 0.5, beta: 0.4, reward: "r" });
  const run = await runOptions({ config, preset: "trl", beta: 0.6, threads: 3 });
  expect(run.method).toMatchObject({ eps: 0.5, beta: 0.6, theta: 0.5 });
  expect(run.log.reward).toBe("r");
  expect(run.threads).toBe(3);
});

const WRONG: [value: unknown, said: string][] = [
  [[], "the file: "],
  [{ theta: "0.5" }, 'theta: expected a number (0 to 1), found "0.5"'],
  [{ tools: { a: { kinds: { q: "txt" } } } }, "tools.a.kinds.q: "],
  [{ tools: { a: { ignore: "k" } } }, "tools.a.ignore: "],
  [{ tools: { a: { weights: { q: -1 } } } }, "tools.a.weights.q: expected a number (0, or 1e-300 to 1e300)"],
  [{ tools: { a: { transfer: 1 } } }, "tools.a.transfer: expected true or false"],
  [{ lenient: "yes" }, "lenient: expected true or false"],
];

test.each(WRONG)("names the wrong member: %j", async (value, said) => {
  await expect(readConfig(write(value))).rejects.toThrow(said);
});

test("numbers that no double holds and names that objects keep for themselves", async () => {
  const path = join(folder, "odd.json");
  writeFileSync(path, '{"seed": 99999999999999999999}');
  await expect(readConfig(path)).rejects.toThrow("found 99999999999999999999");
  writeFileSync(path, '{"tools": {"__proto__": {"transfer": false}}}');
  expect((await readConfig(path)).method.tools?.get("__proto__")?.transfer).toBe(false);
});
