import { CommanderError } from "commander";
import { InputError, RejectedError, UsageError } from "../model/errors.js";
import type { Rejection } from "../model/rollout.js";
import { excerpt, plainText } from "../report/plain-text.js";

/** Rejected records that are named; the rest is counted. */
const NAMED = 5;

/** Bad usage, or an input that could not be used (CONTRACT, "Streams and exit codes"). */
export const EXIT_FAILURE = 2;

/** What a person is told of an error, on standard error; the stack of an unexpected one only with TAPO_DEBUG. */
export function errorText(error: unknown, debug: boolean): string {
  if (error instanceof RejectedError) return rejectedText(error);
  // a line that begins at the margin is ours: names of files may hold newlines
  if (error instanceof InputError) return `error: ${plainText(error.message)}\n`;
  if (error instanceof UsageError) return `error: ${plainText(error.message, true).replaceAll("\n", "\n  ")}\n`;
  const message = plainText(error instanceof Error ? error.message : String(error));
  if (isSystemError(error)) return `error: ${message}\n`;
  const stack = debug && error instanceof Error ? `${error.stack}\n` : "";
  return `error: ${message}\n  This is a bug in tapo: please report it with the command line. TAPO_DEBUG=1 shows where.\n${stack}`;
}

/** True where whoever reads our output has gone: `tapo audit log | head` is no failure. */
export function isBrokenPipe(error: unknown): boolean {
  return isSystemError(error) && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED");
}

/** commander has said what is wrong by itself; all of its errors are bad usage. */
export function commanderExitCode(error: unknown): number | null {
  if (!(error instanceof CommanderError)) return null;
  return error.exitCode === 0 ? 0 : EXIT_FAILURE;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error;
}

function rejectedText({ rejections, paths }: RejectedError): string {
  const n = rejections.length;
  const rest = n > NAMED ? [`  and ${n - NAMED} more`] : [];
  return [
    `error: ${n} ${n === 1 ? "record" : "records"} could not be used; nothing was written`,
    ...rejections.slice(0, NAMED).map((rejection) => `  ${rejectionLine(rejection, paths)}`),
    ...rest,
    "  --lenient leaves such records out and counts them; `tapo inspect` shows how the log was understood.",
    "",
  ].join("\n");
}

function rejectionLine({ place, field, expected, found }: Rejection, paths: readonly string[]): string {
  const path = plainText(paths[place.file] ?? `input ${place.file}`);
  const where = place.item === 0 ? `row ${place.row}` : `row ${place.row} item ${place.item}`;
  const what = field === "" ? "record" : `field \`${excerpt(field, 80)}\``;
  return `${path}: ${where}: ${what}: expected ${excerpt(expected, 120)}, found ${excerpt(found, 80)}`;
}
