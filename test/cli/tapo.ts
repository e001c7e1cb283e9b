import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const BINARY = resolve(import.meta.dirname, "../../bin/tapo.js");

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built binary as a user would, with PATH and NO_COLOR only. */
export function tapo(
  args: readonly string[],
  options: { readonly stdin?: string; readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): Promise<Ran> {
  const env = { PATH: process.env.PATH ?? "", NO_COLOR: "1", ...options.env };
  const child = spawn(process.execPath, [BINARY, ...args], { env, cwd: options.cwd });
  const out = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    out.stderr += text;
  });
  child.stdin.on("error", () => {}); // a command that fails early does not read its input
  child.stdin.end(options.stdin ?? "");
  return new Promise((done, fail) => {
    child.once("error", fail).once("close", (code) => done({ code, ...out }));
  });
}

/** Starts the binary, closes its standard output after the first bytes, and waits for its end. */
export function tapoIntoClosedPipe(args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [BINARY, ...args], { env: { PATH: process.env.PATH ?? "", NO_COLOR: "1" } });
  let stderr = "";
  child.stdout.once("data", () => child.stdout.destroy());
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((done, fail) => {
    child.once("error", fail).once("close", (code) => done({ code, stdout: "", stderr }));
  });
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "tapo-test-"));
}
