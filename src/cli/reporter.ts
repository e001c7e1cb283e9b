import type { Progress } from "../model/run.js";
import { plainText, truncate } from "../report/plain-text.js";
import type { Io } from "./io.js";

/** Work shorter than this shows no progress, in milliseconds. */
const DELAY = 1000;
const INTERVAL = 100;

/** What is said on standard error while the work goes on. */
export interface Reporter {
  readonly onNote: (note: string) => void;
  readonly onProgress: (progress: Progress) => void;
  /** Takes the progress line away. */
  readonly end: () => void;
}

/** Notes as lines (none if `quiet`), progress as one line that is written over: only on a terminal, and only where the work takes long. */
export function createReporter(
  io: Io,
  options: { quiet: boolean; progress: boolean },
  now: () => number = Date.now,
): Reporter {
  const { stderr } = io;
  const showProgress = options.progress && !options.quiet && stderr.isTTY === true;
  const start = now();
  let last = start;
  let shown = false;
  const end = () => {
    if (shown) stderr.write("\r\u001b[K");
    shown = false;
  };
  return {
    end,
    onNote: (note) => {
      if (options.quiet) return;
      end();
      stderr.write(`${plainText(note)}\n`);
    },
    onProgress: (progress) => {
      if (!showProgress || now() - start < DELAY || now() - last < INTERVAL) return;
      last = now();
      stderr.write(`\r\u001b[K${truncate(progressLine(progress), (stderr.columns ?? 80) - 1)}`);
      shown = true;
    },
  };
}

function progressLine({ stage, done, total, unit }: Progress): string {
  const [value, name] = unit === "bytes" ? [Math.round(done / 1e6), "MB"] : [done, unit];
  const share = total === null || total === 0 ? "" : ` (${Math.min(100, Math.floor((100 * done) / total))} %)`;
  return `${plainText(stage)} ${value} ${name}${share}`;
}
