import { CommanderError } from "commander";
import { expect, test } from "vitest";
import { commanderExitCode, errorText, isBrokenPipe } from "../../src/cli/errors.js";
import { InputError, RejectedError, UsageError } from "../../src/model/errors.js";

const rejection = (row: number, item = 0) => ({
  place: { file: 0, row, item },
  reason: "reward is null",
  field: "reward",
  expected: "a finite number",
  found: "nu\u001b[31mll",
});

test("rejected records: the first five and how many more", () => {
  const error = new RejectedError(
    [0, 1, 2, 3, 4, 5, 6].map((row) => rejection(row)),
    ["a.jsonl"],
  );
  expect(errorText(error, false).split("\n").slice(0, 3)).toEqual([
    "error: 7 records could not be used; nothing was written",
    "  a.jsonl: row 0: field `reward`: expected a finite number, found null",
    "  a.jsonl: row 1: field `reward`: expected a finite number, found null",
  ]);
  expect(errorText(error, false)).toContain("  and 2 more\n");
  expect(errorText(error, false)).toContain("--lenient");
});

test("one rejected record, an item of its row, the record as a whole", () => {
  const text = errorText(new RejectedError([{ ...rejection(3, 2), field: "" }], ["a.jsonl"]), false);
  expect(text).toContain("error: 1 record could not");
  expect(text).toContain("a.jsonl: row 3 item 2: record: expected");
  expect(text).not.toContain("more");
});

test("an unexpected exception is called a bug, with the stack only for debugging", () => {
  const error = new TypeError("x is not a function");
  expect(errorText(error, false)).toMatch(/^error: x is not a function\n {2}This is a bug/);
  expect(errorText(error, false)).not.toContain("    at ");
  expect(errorText(error, true)).toContain("    at ");
  expect(errorText("thrown text", true)).toContain("error: thrown text");
});

test("usage, input and system errors are no bugs", () => {
  const full = Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC", syscall: "write" });
  for (const error of [new UsageError("u"), new InputError("i"), full]) {
    expect(errorText(error, true)).toBe(`error: ${error.message}\n`);
  }
});

test("a reader that has gone is no error", () => {
  expect(isBrokenPipe(Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" }))).toBe(true);
  expect(isBrokenPipe(new Error("EPIPE"))).toBe(false);
});

test("commander's errors are bad usage, its help is not", () => {
  expect(commanderExitCode(new CommanderError(1, "x", "x"))).toBe(2);
  expect(commanderExitCode(new CommanderError(0, "commander.helpDisplayed", "x"))).toBe(0);
  expect(commanderExitCode(new Error("x"))).toBeNull();
});
