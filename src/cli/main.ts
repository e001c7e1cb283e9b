import { readFile } from "node:fs/promises";
import { COMMANDS } from "./commands/index.js";
import { commanderExitCode, EXIT_FAILURE, errorText, isBrokenPipe } from "./errors.js";
import type { Io } from "./io.js";
import { buildProgram } from "./program.js";
import { endOnSignals } from "./signals.js";
import { tuneEngine } from "./tune-engine.js";

/**
 * The command line: `argv` without node and script. Returns the exit code and never ends the process, which would cut piped output.
 * Never rejects.
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  tuneEngine();
  for (const stream of [io.stdout, io.stderr]) stream.on("error", () => {}); // the write that failed rejects; nobody else need know
  const release = io === process ? endOnSignals() : () => {};
  let exitCode = 0;
  try {
    const program = await buildProgram(COMMANDS, argv, await readVersion(), io, (code) => {
      exitCode = code;
    });
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    const code = isBrokenPipe(error) ? 0 : commanderExitCode(error);
    if (code !== null) return code;
    io.stderr.write(errorText(error, Boolean(io.env.TAPO_DEBUG)));
    return EXIT_FAILURE;
  } finally {
    release();
  }
}

async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}
