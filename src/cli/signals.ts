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
    removeTemporaries();
    sayOnStandardError(`tapo: ended by ${signal}; nothing unfinished was left behind\n`);
    process.exit(128 + constants.signals[signal]); // there is no result whose rest could be cut off
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
}

/** At once, for the process ends. Over a progress line, if there is one. */
function sayOnStandardError(line: string): void {
  try {
    writeSync(2, process.stderr.isTTY ? `\r\u001b[K${line}` : line);
  } catch {
    // nobody is there to read it
  }
}
