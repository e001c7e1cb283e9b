import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../cli/tapo.js";
import { digest, ended, makeLog, run, start } from "./harness.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
let log = "";

beforeAll(async () => {
  log = await makeLog(folder, "jsonl", 40);
});

/** Exit 2, one plain error, no stack trace, nothing of the output in place. */
async function refused(args: readonly string[], message: RegExp, wrapper: readonly string[] = []): Promise<void> {
  const before = digest(log);
  const { code, stderr } = await run(args, wrapper);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at |a bug in tapo/m);
  expect(code).toBe(2);
  expect(digest(log)).toBe(before);
}

/** A file system of a few pages, where mounting is allowed. */
const small = at("small");
mkdirSync(small);
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", small]).status === 0;
afterAll(() => {
  if (mounted) spawnSync("umount", [small]);
});

describe.skipIf(!mounted)("a full disk (skipped where mounting is not allowed)", () => {
  test.each(["out.jsonl", "turns.csv", "turns.parquet", "turns.arrow"])(
    "%s: exit 2, nothing left behind",
    async (name) => {
      const option = name.startsWith("out") ? "--out" : "--sidecar";
      await refused(["correct", log, option, join(small, name), "--quiet"], /disk is full|No space left|could not/i);
      expect(readdirSync(small)).toEqual([]);
    },
  );

  test.each(["parquet", "arrow"] as const)("a copy of %s: exit 2, nothing left behind", async (format) => {
    const input = await makeLog(folder, format, 40);
    await refused(["correct", input, "--out", join(small, `out.${format}`), "--quiet"], /disk is full|No space left/i);
    expect(readdirSync(small)).toEqual([]);
  });

  test("a report: exit 2, nothing left behind", async () => {
    writeFileSync(join(small, "filler"), Buffer.alloc(60_000));
    await refused(
      ["audit", log, "--report", `json=${join(small, "a.json")}`, "--quiet"],
      /disk is full|No space left/i,
    );
    expect(readdirSync(small)).toEqual(["filler"]);
    rmSync(join(small, "filler"));
  });
});

/** Permissions bind everyone but root, as whom tests may run. */
const NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
const demoted = process.getuid?.() !== 0 || spawnSync("setpriv", [...NOBODY.slice(1), "true"]).status === 0;
const asUser = process.getuid?.() === 0 ? NOBODY : [];

describe.skipIf(!demoted)("permissions (skipped where root cannot be left)", () => {
  beforeAll(() => chmodSync(folder, 0o755));

  test("a read-only folder as the place of the output", async () => {
    mkdirSync(at("read-only"));
    chmodSync(at("read-only"), 0o555);
    await refused(["correct", log, "--out", at("read-only/out.jsonl")], /may not be written/, asUser);
    expect(readdirSync(at("read-only"))).toEqual([]);
  });

  test("a file that may not be read", async () => {
    copyFileSync(log, at("secret.jsonl"));
    chmodSync(at("secret.jsonl"), 0o000);
    await refused(["audit", at("secret.jsonl")], /permission/i, asUser);
  });

  test("a folder below the input that may not be read", async () => {
    mkdirSync(at("logs/locked"), { recursive: true });
    copyFileSync(log, at("logs/a.jsonl"));
    chmodSync(at("logs/locked"), 0o000);
    await refused(["audit", at("logs")], /locked.*permission/i, asUser);
    chmodSync(at("logs/locked"), 0o755);
  });

  test("a config file that may not be read", async () => {
    writeFileSync(at("config.json"), "{}");
    chmodSync(at("config.json"), 0o000);
    if (asUser.length > 0) chownSync(at("config.json"), 0, 0);
    await refused(["audit", log, "--config", at("config.json")], /--config .*cannot be read/, asUser);
  });
});

describe("paths that lead back", () => {
  test("an output that is the input by another path: refused, --force or not", async () => {
    mkdirSync(at("sub"), { recursive: true });
    symlinkSync(log, at("link.jsonl"));
    linkSync(log, at("hard.jsonl"));
    for (const out of [log, at("sub/../log.jsonl"), at("link.jsonl"), at("hard.jsonl")]) {
      await refused(["correct", log, "--out", out, "--force"], /is an input|never overwritten/);
      await refused(["audit", log, "--output", out, "--force"], /is an input|never overwritten/);
    }
    rmSync(at("hard.jsonl"));
  });

  test("a loop of symbolic links, to a file and to a folder", async () => {
    symlinkSync(at("loop-b"), at("loop-a"));
    symlinkSync(at("loop-a"), at("loop-b"));
    await refused(["audit", at("loop-a")], /symbolic links|loop|circle/i);
    mkdirSync(at("round"));
    symlinkSync("..", at("round/up"));
    await refused(["audit", at("round")], /symbolic link/);
  });

  test("a broken link, a socket's kin and a folder without logs", async () => {
    mkdirSync(at("broken"));
    symlinkSync(at("nowhere"), at("broken/a.jsonl"));
    await refused(["audit", at("broken")], /a\.jsonl/);
    execFileSync("mkfifo", [at("pipe.jsonl")]);
    await refused(["audit", at("pipe.jsonl")], /neither a file nor a folder/);
    mkdirSync(at("empty"));
    await refused(["audit", at("empty")], /no log in this folder/);
  });
});

describe("a file that changes while it is read", () => {
  test.each(["shrinks", "grows"] as const)("%s: the output is whole or absent, and no stack trace", async (how) => {
    for (const after of [300, 500, 700, 900]) {
      const [input, out] = [at(`${how}-${after}.jsonl`), at(`${how}-${after}.out.jsonl`)];
      copyFileSync(log, input);
      const child = start(["correct", input, "--out", out, "--quiet"]);
      const end = ended(child);
      await new Promise((resume) => setTimeout(resume, after));
      if (how === "shrinks") truncateSync(input, 50_001);
      else appendFileSync(input, readFileSync(log).subarray(0, 4000));
      const { code, stderr } = await end;
      expect(stderr).not.toMatch(/^\s+at |a bug in tapo/m);
      expect([0, 2]).toContain(code);
      expect(existsSync(out)).toBe(code === 0);
      if (code !== 0) continue;
      for (const line of readFileSync(out, "utf8").trimEnd().split("\n"))
        expect(JSON.parse(line)).toHaveProperty("tapo");
    }
  });
});
