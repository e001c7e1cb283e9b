import { spawnSync } from "node:child_process";
import { chmodSync, createWriteStream, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { jsonText } from "../../src/json/text.js";
import { simulateLog } from "../../src/simulate/simulate.js";
import { temporaryFolder } from "../cli/tapo.js";
import { ended, run, start } from "./harness.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const log = at("log.jsonl");
const out = at("out.jsonl");
/** Less than the engine takes: everything that is kept of a log goes to the temporary folder. */
const LIMIT = ["--memory-limit", "64M", "--threads", "2", "--json"];
const CORRECT = ["correct", log, "--out", out, ...LIMIT];

beforeAll(async () => {
  function* lines() {
    for (const record of simulateLog({ prompts: 330, messageBytes: 12_000 })) yield `${jsonText(record)}\n`;
  }
  await pipeline(Readable.from(lines()), createWriteStream(log));
}, 60_000);

const withTemporary = (temporary: string) => ["env", `TMPDIR=${temporary}`];

/** Exit 2, one plain error that says what to do, no output. */
async function refused(message: RegExp, wrapper: readonly string[]): Promise<void> {
  const { code, stderr } = await run([...CORRECT, "--quiet"], wrapper);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/--memory-limit.*TMPDIR/);
  expect(stderr).not.toMatch(/^\s+at |a bug in tapo/m);
  expect(code).toBe(2);
  expect(existsSync(out)).toBe(false);
}

const small = at("small");
mkdirSync(small);
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", small]).status === 0;
afterAll(() => {
  if (mounted) spawnSync("umount", [small]);
});
const NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
const demoted = process.getuid?.() !== 0 || spawnSync("setpriv", [...NOBODY.slice(1), "true"]).status === 0;

describe("a temporary folder that cannot be used", { timeout: 120_000 }, () => {
  test("is missing", async () => {
    await refused(/no such temporary folder/, withTemporary(at("none")));
  });

  test.skipIf(!mounted)("is full (skipped where mounting is not allowed)", async () => {
    await refused(/disk of the temporary folder is full/, withTemporary(small));
    expect(readdirSync(small)).toEqual([]);
  });

  test.skipIf(!demoted)("may not be written to (skipped where root cannot be left)", async () => {
    chmodSync(folder, 0o755);
    mkdirSync(at("locked"), { mode: 0o555 });
    const asUser = process.getuid?.() === 0 ? NOBODY : [];
    await refused(/temporary folder may not be written to/, [...asUser, ...withTemporary(at("locked"))]);
  });
});

describe("what was kept in the temporary folder", { timeout: 120_000 }, () => {
  const temporary = at("temporary");
  mkdirSync(temporary);

  test("is gone at the end, and a note says how much it was", async () => {
    const { code, stderr, stdout } = await run(["audit", log, ...LIMIT], withTemporary(temporary));
    expect(stderr).toMatch(/^\d+\.\d MB of rollouts were kept in .*temporary, to stay within --memory-limit$/m);
    expect(code).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    const free = await run(["audit", log, "--json"]);
    expect(stdout).toBe(free.stdout);
    expect(free.stderr).not.toMatch(/memory-limit/);
  });

  test.each([
    ["SIGKILL", null],
    ["SIGTERM", 143],
    ["SIGINT", 130],
  ] as const)("is gone after %s", async (signal, expected) => {
    for (const after of [500, 1200, 2000]) {
      rmSync(out, { force: true });
      const child = start(CORRECT, withTemporary(temporary));
      const end = ended(child);
      await new Promise((resume) => setTimeout(resume, after));
      child.kill(signal);
      const { code, signal: by } = await end;
      // A process that has only begun to start is ended by the signal itself.
      if (code !== 0 && by === null) expect(code).toBe(expected);
      expect(readdirSync(temporary)).toEqual([]);
    }
  });
});
