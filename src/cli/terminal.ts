import { Chalk } from "chalk";
import { type Page, PLAIN_STYLE, type Style } from "../report/style.js";
import type { Io, TerminalStream } from "./io.js";

type When = "auto" | "always" | "never";

/** Into pipes and files, and the least that reports are laid out for. */
const PIPE_WIDTH = 80;
const MAX_WIDTH = 120;

/** Width and colours for a stream: 80 columns and plain into a pipe or file, so that the bytes do not depend on the terminal. */
export function pageFor(io: Io, when: When): Page {
  const { stdout } = io;
  const width = stdout.isTTY ? Math.min(MAX_WIDTH, Math.max(PIPE_WIDTH, stdout.columns ?? PIPE_WIDTH)) : PIPE_WIDTH;
  return { width, style: wantsColor(stdout, io.env, when) ? colors() : PLAIN_STYLE };
}

/** A page for a file. */
export const FILE_PAGE: Page = { width: PIPE_WIDTH, style: PLAIN_STYLE };

/** `--color` wins; then NO_COLOR, then FORCE_COLOR (both by their conventions), then whether the stream is a terminal. */
export function wantsColor(stream: TerminalStream, env: Io["env"], when: When): boolean {
  if (when !== "auto") return when === "always";
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== "") return false;
  if (env.FORCE_COLOR !== undefined) return !["0", "false"].includes(env.FORCE_COLOR);
  return stream.isTTY === true && env.TERM !== "dumb";
}

function colors(): Style {
  const chalk = new Chalk({ level: 1 });
  return {
    strong: chalk.bold,
    faint: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    name: chalk.cyan,
  };
}
