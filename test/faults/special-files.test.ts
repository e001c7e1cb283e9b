import { execFileSync, spawnSync } from "node:child_process";
import { lstatSync, readdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../cli/tapo.js";
import { makeLog, run } from "./harness.js";

const folder = temporaryFolder();
/** A name that fits every option, the sidecar's too. */
const at = (name: string) => join(folder, `${name}.csv`);
const server = createServer();
let log = "";

beforeAll(async () => {
  log = await makeLog(folder, "jsonl", 2);
  execFileSync("mkfifo", [at("pipe")]);
  await new Promise<void>((listening) => server.listen(at("socket"), listening));
  symlinkSync(at("pipe"), at("link"));
});
afterAll(() => {
  server.close();
});

const isRoot = spawnSync("mknod", [at("full"), "c", "1", "7"]).status === 0;
const PLACES = [...(isRoot ? ["full"] : []), "pipe", "socket", "link"];

const outputs = (path: string): [string, string[]][] => [
  ["--out", ["correct", log, "--out", path]],
  ["--sidecar", ["correct", log, "--sidecar", path]],
  ["--output", ["audit", log, "--output", path]],
  ["--report", ["audit", log, "--report", `json=${path}`]],
  ["--write-baseline", ["audit", log, "--write-baseline", path]],
  ["--partial", ["audit", log, "--shard", "0/1", "--partial", path]],
  ["simulate --output", ["simulate", "--output", path]],
];

test.each(PLACES)("%s: not written over by any option, with --force neither", { timeout: 60_000 }, async (name) => {
  const before = lstatSync(at(name));
  const names = readdirSync(folder);
  for (const [option, args] of outputs(at(name))) {
    const { code, stderr } = await run([...args, "--force"]);
    expect(stderr, option).toContain("is a device, a pipe or a socket");
    expect(code, option).toBe(2);
  }
  const after = lstatSync(at(name));
  expect([after.mode, after.ino, after.rdev]).toEqual([before.mode, before.ino, before.rdev]);
  expect(readdirSync(folder)).toEqual(names);
});

test("several inputs into a pipe as the folder of outputs: refused", async () => {
  const other = await makeLog(temporaryFolder(), "jsonl", 2);
  const { code, stderr } = await run(["correct", log, other, "--out", at("pipe"), "--force"]);
  expect([code, lstatSync(at("pipe")).isFIFO()]).toEqual([2, true]);
  expect(stderr).not.toMatch(/^\s+at |a bug in tapo/m);
});
