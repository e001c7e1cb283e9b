import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./tapo.js";

const ROOT = resolve(import.meta.dirname, "../..");
const WORKFLOW = readFileSync(join(ROOT, "docs/ci/tapo-gate.yml"), "utf8");
const run = promisify(execFile);

/** The script of a step, as the runner would take it from the file. */
function scriptOf(step: string): string {
  const [, block = ""] = new RegExp(`- name: ${step}\\n {8}run: \\|\\n((?: {10}.*\\n)+)`).exec(WORKFLOW) ?? [];
  return block.replaceAll(/^ {10}/gm, "");
}

const ENVIRONMENT = Object.fromEntries(
  [...WORKFLOW.matchAll(/^ {2}([A-Z]+): (.*)$/gm)].map(([, key, value]) => [key, value]),
);
const [, WRITE_BASELINE = ""] = /^# {3}(tapo ablate .*)$/m.exec(WORKFLOW) ?? [];

/** A repository with a log, options and a `tapo` on the path, in which scripts run as in a job. */
function repository() {
  const folder = temporaryFolder();
  const tools = temporaryFolder();
  const summary = join(temporaryFolder(), "summary.md");
  writeFileSync(join(tools, "tapo"), `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "bin/tapo.js")}" "$@"\n`, {
    mode: 0o755,
  });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(ROOT, "fixtures/search-agent.jsonl"), join(folder, ENVIRONMENT.LOG ?? ""));
  const configure = (options: object) => writeFileSync(join(folder, ENVIRONMENT.CONFIG ?? ""), JSON.stringify(options));
  configure({ theta: 0.5 });
  const env = { ...ENVIRONMENT, PATH: `${tools}:${process.env.PATH}`, HOME: tools, GITHUB_STEP_SUMMARY: summary };
  const sh = async (script: string) => {
    const done = run("bash", ["-e", "-c", script], { cwd: folder, env });
    const { stdout, stderr } = await done.catch((error: { stdout: string; stderr: string }) => error);
    return { code: done.child.exitCode, stdout, stderr };
  };
  const job = async () => {
    writeFileSync(summary, "");
    for (const name of ["tapo-report.html", "tapo-gates.xml"]) rmSync(join(folder, name), { force: true });
    const ran = await sh(scriptOf("Ablate and gate"));
    const read = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
    const files = [summary, join(folder, "tapo-report.html"), join(folder, "tapo-gates.xml")].map(read);
    return { ...ran, files };
  };
  return { sh, job, configure, folder };
}

describe("docs/ci/tapo-gate.yml in a repository of its own", () => {
  test("baseline committed; unchanged passes, twice with the same bytes; a changed option fails readably", async () => {
    const { sh, job, configure, folder } = repository();
    const git = "git -c user.name=t -c user.email=t@t";
    expect((await sh(`git init -q && ${WRITE_BASELINE} --quiet && git add . && ${git} commit -qm baseline`)).code).toBe(
      0,
    );

    const first = await job();
    expect(first.stderr).not.toContain("gate failed");
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^::notice title=tapo::.*Gates: all \d+ passed\.$/m);
    const [summary = "", page = "", gates = ""] = first.files;
    expect(summary).toContain("# Ablation of the credit transfer");
    expect(page).toMatch(/^<!doctype html>/);
    expect(gates).toContain('failures="0"');
    expect(await job()).toEqual(first);
    expect((await sh("git status --porcelain --untracked-files=no")).stdout).toBe("");

    configure({ theta: 0.7 });
    const changed = await job();
    expect(changed.code).toBe(1);
    expect(changed.stderr).toContain("gate failed: conventions.theta: expected 0.5, found 0.7");
    expect(changed.stderr).toMatch(
      /gate failed: tapo\.correctedActions: expected 0\.376\d+ \(209 \/ 555\), found 0\.22\d+ \(126 \/ 555\), difference -0\.14\d+/,
    );
    expect(changed.stdout).toMatch(/^::error title=tapo gate::conventions\.theta/m);
    expect(changed.files[0]).toContain("gates failed");

    expect((await sh(`${WRITE_BASELINE} --quiet`)).code).toBe(0);
    const diff = (await sh("git diff --stat")).stdout;
    expect(diff).toContain("tapo-baseline.json");
    expect((await job()).code).toBe(0);
    expect(readFileSync(join(folder, "tapo-baseline.json"), "utf8")).not.toContain(folder);
  }, 120_000);
});
