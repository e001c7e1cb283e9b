import { Writable } from "node:stream";
import { expect, test } from "vitest";
import type { Io } from "../../src/cli/io.js";
import { createReporter } from "../../src/cli/reporter.js";
import { wantsColor } from "../../src/cli/terminal.js";
import type { Progress } from "../../src/model/run.js";

class Sink extends Writable {
  text = "";
  constructor(readonly isTTY: boolean) {
    super();
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

function setUp(isTTY: boolean, options: { quiet?: boolean; progress?: boolean } = {}) {
  const stderr = new Sink(isTTY);
  let time = 0;
  const io = { stderr, stdout: new Sink(isTTY), stdin: process.stdin, env: {} } satisfies Io;
  const reporter = createReporter(io, { quiet: false, progress: true, ...options }, () => time);
  const at = (now: number) => {
    time = now;
  };
  return { stderr, reporter, at };
}

const half: Progress = { stage: "reading", done: 50_000_000, total: 100_000_000, unit: "bytes" };

test("progress shows after a second, on a terminal, and goes away", () => {
  const { stderr, reporter, at } = setUp(true);
  reporter.onProgress(half);
  at(999);
  reporter.onProgress(half);
  expect(stderr.text).toBe("");
  at(1001);
  reporter.onProgress(half);
  expect(stderr.text).toBe("\r\u001b[Kreading 50 MB (50 %)");
  at(1050);
  reporter.onProgress(half);
  reporter.end();
  reporter.end();
  expect(stderr.text).toBe("\r\u001b[Kreading 50 MB (50 %)\r\u001b[K");
});

test.each([
  [false, {}],
  [true, { quiet: true }],
  [true, { progress: false }],
])("no progress: terminal %s, %j", (isTTY, options) => {
  const { stderr, reporter, at } = setUp(isTTY, options);
  at(5000);
  reporter.onProgress(half);
  expect(stderr.text).toBe("");
});

test("notes are lines without control characters, none if quiet", () => {
  const loud = setUp(false);
  loud.reporter.onNote("a\u001b[31mb");
  expect(loud.stderr.text).toBe("ab\n");
  const quiet = setUp(false, { quiet: true });
  quiet.reporter.onNote("a");
  expect(quiet.stderr.text).toBe("");
});

test.each([
  [true, {}, "auto", true],
  [false, {}, "auto", false],
  [false, {}, "always", true],
  [true, {}, "never", false],
  [true, { NO_COLOR: "1" }, "auto", false],
  [true, { NO_COLOR: "" }, "auto", true],
  [false, { FORCE_COLOR: "1" }, "auto", true],
  [true, { FORCE_COLOR: "0" }, "auto", false],
  [true, { NO_COLOR: "1" }, "always", true],
  [true, { TERM: "dumb" }, "auto", false],
] as const)("colours: terminal %s, %j, --color %s: %s", (isTTY, env, when, expected) => {
  expect(wantsColor(new Sink(isTTY), env, when)).toBe(expected);
});
