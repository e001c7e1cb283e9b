import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { BINARY, logWithAudit, run, scaleFolder } from "./support.js";

/** The lines of docs/SCALE.md are run as they stand there, with 8 shards and the paths of this test. */
const DOCS = readFileSync(resolve(import.meta.dirname, "../../docs/SCALE.md"), "utf8");
const search = (process.env.PATH ?? "").split(delimiter);
const PARALLEL = search.some((folder) => existsSync(join(folder, "parallel")));
if (!PARALLEL) console.log("skipped: no GNU parallel");

const folder = scaleFolder("td-");
const { log, audit } = logWithAudit(folder);
const bin = join(folder, "bin");
mkdirSync(bin);
for (const name of ["tapo", "npx"]) {
  const first = name === "npx" ? "shift\n" : ""; // npx tapo-cli WORDS
  writeFileSync(join(bin, name), `#!/bin/sh\n${first}exec '${process.execPath}' '${BINARY}' "$@"\n`);
  chmodSync(join(bin, name), 0o755);
}

function shell(line: string, more: Readonly<Record<string, string>> = {}): void {
  const env = { PATH: [bin, ...search].join(delimiter), HOME: folder, ...more };
  execFileSync("/bin/sh", ["-c", line], { cwd: folder, env, stdio: "pipe" });
}

function documented(pattern: RegExp): string {
  const [, line] = pattern.exec(DOCS) ?? [];
  if (line === undefined) throw new Error(`docs/SCALE.md has no line like ${pattern}`);
  return line.replaceAll("rollouts/", log).replaceAll("64", "8").replaceAll("63", "7");
}

function merged(parts: string): string {
  const paths = readdirSync(join(folder, parts)).map((name) => join(folder, parts, name));
  return run(["merge", ...paths, "--json", "--quiet"], folder);
}

test.skipIf(!PARALLEL)("GNU parallel: the merged shards are the log", { timeout: 120_000 }, () => {
  mkdirSync(join(folder, "parts"));
  shell(documented(/^ {4}(seq 0 63 \| parallel .*)$/m));
  expect(merged("parts")).toBe(audit);
});

test("a Kubernetes indexed job: what each container runs", { timeout: 120_000 }, () => {
  mkdirSync(join(folder, "work"));
  const line = documented(/args: \['(.*)'\]/)
    .replaceAll("audit /log", `audit ${log}`)
    .replaceAll("/work/", `${folder}/work/`);
  for (let index = 0; index < 8; index++) shell(line, { JOB_COMPLETION_INDEX: String(index) });
  expect(merged("work")).toBe(audit);
});
