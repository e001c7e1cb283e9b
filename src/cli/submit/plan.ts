import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { canonicalJson } from "../../json/canonical.js";
import { VERSION } from "../../model/version.js";
import { shellCommand } from "../../parallel/submit/shell-quote.js";
import { isPartialOf } from "../../pipeline.js";
import type { Given } from "../options/option-table.js";
import type { SUBMIT_OPTIONS } from "../options/submit-options.js";
import type { InnerCommand } from "./inner-command.js";
import { type SplitWords, splitWords } from "./split-words.js";

export type SubmitOptions = Given<typeof SUBMIT_OPTIONS>;

/** What is to run where. */
export interface ShardPlan {
  readonly inner: InnerCommand;
  readonly words: SplitWords;
  readonly count: number;
  readonly cpus: number;
  /** Tells runs of one command line from others: its name in job lists, and its folder. */
  readonly run: string;
  readonly cwd: string;
  /** Absolute. */
  readonly folder: string;
  /** Shell words that run tapo. */
  readonly tapo: string;
  readonly partials: readonly string[];
  /** Whether a shard's partial result is there and whole. */
  readonly isDone: (index: number) => Promise<boolean>;
  /** The shell words of a shard, given the shell text of its number. */
  readonly shardLine: (index: string) => string;
}

export function planShards(inner: InnerCommand, count: number, options: SubmitOptions): ShardPlan {
  const { cpusPerShard: cpus = 1, work = "tapo-shards" } = options;
  const cwd = process.cwd();
  const words = splitWords(inner.words);
  const identity = canonicalJson([VERSION, cwd, inner.name, [...words.shard], count]);
  const run = createHash("sha256").update(identity).digest("hex").slice(0, 12);
  const folder = join(resolve(work), `${inner.name}-${run}`);
  const tapo = options.tapo ?? shellCommand([process.execPath, process.argv[1] ?? "tapo"]);
  const name = (index: string) => `shard-${index}-of-${count}.json`;
  const partials = Array.from({ length: count }, (_, index) => join(folder, name(String(index))));
  const ownThreads = words.shard.some((word) => word.startsWith("--threads"));
  const shared = ["--force", "--no-progress", ...(ownThreads ? [] : ["--threads", String(cpus)])];
  return {
    ...{ inner, words, count, cpus, run, cwd, folder, tapo, partials },
    isDone: (index) => isPartialOf(partials[index] ?? "", inner.run, { index, count }, inner.ablation),
    shardLine: (index) => {
      // the number may be a variable of the shell, so it stands outside of all quotes but double ones
      const path = `${shellCommand([`${folder}/shard-`])}"${index}"${shellCommand([`-of-${count}.json`])}`;
      const own = `--shard "${index}/${count}" --partial ${path}`;
      return `${tapo} ${inner.name} ${own} ${shellCommand([...shared, ...words.shard])}`;
    },
  };
}
