import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { afterAll } from "vitest";

export const BINARY = resolve(import.meta.dirname, "../../bin/tapo.js");

/** Says how to get what these tests need. */
export const HINT = "TAPO_SCALE_PYTHON=venv/bin/python names a Python with test/scale/requirements.txt";

/** A program of the Python that `TAPO_SCALE_PYTHON` names, else of PATH; null where there is none. */
export function findProgram(name: string): string | null {
  const python = process.env.TAPO_SCALE_PYTHON;
  const folders = python === undefined ? (process.env.PATH ?? "").split(delimiter) : [dirname(python)];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** A short path, because sockets lie below it, that goes with the test file. */
export function scaleFolder(name: string): string {
  const folder = mkdtempSync(join("/tmp", name));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A log of 24 steps in a file and its audit by one process, as JSON. */
export function logWithAudit(folder: string): { readonly log: string; readonly audit: string } {
  const log = join(folder, "log.jsonl");
  run(["simulate", "--prompts", "480", "--steps", "24", "--output", log], folder);
  return { log, audit: run(["audit", log, "--json", "--quiet"], folder) };
}

export function run(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): string {
  return execFileSync(process.execPath, [BINARY, ...args], {
    ...{ cwd, encoding: "utf8", maxBuffer: 1 << 28 },
    env: { PATH: process.env.PATH ?? "", ...env },
  });
}

/** A command that runs tapo as a slow log would make it: so that there is time for something to happen. */
export function slowTapo(folder: string, seconds: number): string {
  const path = join(folder, "slow-tapo");
  writeFileSync(path, `#!/bin/sh\nsleep ${seconds}\nexec '${process.execPath}' '${BINARY}' "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

export interface Started {
  readonly child: ChildProcess;
  readonly said: { stdout: string; stderr: string };
  readonly ended: Promise<number | null>;
}

/** Starts the binary and gathers what it says. */
export function start(args: readonly string[], cwd: string): Started {
  const child = spawn(process.execPath, [BINARY, ...args], { cwd, env: { PATH: process.env.PATH ?? "" } });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  return { child, said, ended: new Promise((done) => child.once("close", done)) };
}
