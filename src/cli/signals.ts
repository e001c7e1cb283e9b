import { writeSync } from "node:fs";
import { constants } from "node:os";
import { removeTemporaries } from "../write/atomic.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * From now on a signal takes temporary files away, says one line on standard error and ends the process with 128 and the
 * signal's number, as shells expect. Returns what undoes it.
 */
export function endOnSignals(): () => void {
  const end = (signal: NodeJS.Signals) => {
    const handler = taken;
    taken = null; // a second signal ends the process at once
    if (handler !== null) return handler(signal);
    removeTemporaries();
    sayOnStandardError(`tapo: ended by ${signal}; nothing unfinished was left behind\n`);
    process.exit(exitCodeOf(signal)); // there is no result whose rest could be cut off
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
}

let taken: ((signal: NodeJS.Signals) => void) | null = null;

/** Gives the next signal to a command that has something to stop before it ends. Returns what undoes it. */
export function takeSignal(handler: (signal: NodeJS.Signals) => void): () => void {
  taken = handler;
  return () => {
    taken = null;
  };
}

/** What shells expect of a process that a signal ended. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

/** At once, for the process ends. Over a progress line, if there is one. */
function sayOnStandardError(line: string): void {
  try {
    writeSync(2, process.stderr.isTTY ? `\r\u001b[K${line}` : line);
  } catch {
    // nobody is there to read it
  }
}
