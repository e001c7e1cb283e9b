import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { AuditResult } from "../../src/model/audit.js";
import { tooWide } from "../report/lines.js";
import { tapo, tapoIntoClosedPipe, temporaryFolder } from "./tapo.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const log = at("log.jsonl");
const bad = at("bad.jsonl");

beforeAll(async () => {
  const made = await tapo(["simulate", "--prompts", "24", "--output", log]);
  expect(made).toEqual({ code: 0, stdout: "", stderr: "" });
  const good = readFileSync(log, "utf8").split("\n").slice(0, 3);
  writeFileSync(bad, [...good, '{"group":"x","reward":null,"messages":[]}', "nonsense", ""].join("\n"));
});

async function auditJson(args: readonly string[], stdin = ""): Promise<AuditResult> {
  const { code, stdout } = await tapo(["audit", ...args, "--json"], { stdin });
  expect(code).toBe(0);
  return JSON.parse(stdout) as AuditResult;
}

describe("audit", () => {
  test("--json is one document, the same whatever the threads, the same from standard input", async () => {
    const result = await auditJson([log]);
    expect(result.schema).toBe("tapo.audit/1");
    expect(result.funnel.rollouts).toBe(result.inputs[0]?.rows);
    expect(await auditJson([log, "--threads", "1"])).toEqual(result);
    const piped = await auditJson(["-"], readFileSync(log, "utf8"));
    expect(piped.statistics).toEqual(result.statistics);
  });

  test("options reach the method", async () => {
    const { conventions } = await auditJson([log, "--preset", "verl", "--theta", "0.7", "--exclude-tools", "a,b"]);
    expect(conventions).toMatchObject({ theta: 0.7, singleton: "raw" });
    expect(JSON.stringify(conventions.excludeTools)).toContain('"a"');
  });

  test("the report fits 80 columns and has no escape sequences in a pipe, colours only if asked", async () => {
    const { stdout } = await tapo(["audit", log]);
    expect(tooWide(stdout, 80)).toEqual([]);
    expect(stdout).not.toContain("\u001b");
    const colored = await tapo(["audit", log, "--color", "always"]);
    expect(colored.stdout).toContain("\u001b[1m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are what is taken out
    expect(colored.stdout.replace(/\u001b\[\d+m/g, "")).toBe(stdout);
  });

  test("--output and --report write what standard output would hold; --quiet says nothing", async () => {
    const files = ["--output", at("a.txt"), "--report", `json=${at("a.json")}`, "--report", `csv=${at("a.csv")}`];
    const ran = await tapo(["audit", log, "--quiet", ...files, "--report", `md=${at("a.md")}`]);
    expect(ran).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(at("a.txt"), "utf8")).toBe((await tapo(["audit", log])).stdout);
    expect(readFileSync(at("a.json"), "utf8")).toBe((await tapo(["audit", log, "--json"])).stdout);
    expect(readFileSync(at("a.csv"), "utf8")).toMatch(/^scope,key,figure,/);
    expect(readFileSync(at("a.md"), "utf8")).toMatch(/^# /);
  });
});

describe("bad records", () => {
  test("stop the run before anything is written", async () => {
    const { code, stdout, stderr } = await tapo(["audit", bad, "--output", at("none.txt")]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("2 records could not be used");
    expect(stderr).toContain("bad.jsonl: row 3: field `reward`: expected a finite number, found null");
    expect(stderr).toContain("bad.jsonl: row 4: record: ");
    expect(existsSync(at("none.txt"))).toBe(false);
  });

  test("are left out and counted with --lenient", async () => {
    const { funnel, rejections } = await auditJson([bad, "--lenient"]);
    expect(funnel).toMatchObject({ rows: 5, rejected: 2, rollouts: 3 });
    expect(rejections.map((rejection) => rejection.count)).toEqual([1, 1]);
  });

  test("are shown by inspect", async () => {
    const { code, stdout } = await tapo(["inspect", bad]);
    expect(code).toBe(0);
    expect(stdout).toContain("first ");
    expect(stdout).toContain("bad.jsonl: row 3");
  });
});

describe("the other commands", () => {
  test("correct writes every record again, with one member more", async () => {
    const { code, stdout } = await tapo(["correct", log, "--out", at("out.jsonl")]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Corrected \d/);
    const [before = [], after = []] = [log, at("out.jsonl")].map((path) =>
      readFileSync(path, "utf8").trim().split("\n"),
    );
    expect(after.map((line) => Object.keys(JSON.parse(line)).at(-1))).toEqual(after.map(() => "tapo"));
    expect(after.map((line, i) => line.startsWith((before[i] ?? "?").slice(0, -1)))).not.toContain(false);
    const again = await tapo(["correct", log, "--out", at("out.jsonl")]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("--force");
  });

  test("explain shows a row's rollout", async () => {
    const { code, stdout } = await tapo(["explain", "log.jsonl", "--row", "1"], { cwd: folder });
    expect(code).toBe(0);
    expect(stdout).toContain("log.jsonl: row 1;");
    expect(tooWide(stdout, 80)).toEqual([]);
  });

  test("simulate writes the same to standard output as to a file", async () => {
    const { code, stdout } = await tapo(["simulate", "--prompts", "24"]);
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(log, "utf8"));
  });

  test("a reader that stops reading is a quiet end", async () => {
    const { code, stderr } = await tapoIntoClosedPipe(["simulate", "--prompts", "3000"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});
