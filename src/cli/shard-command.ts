import type { AblateRequest } from "../model/ablation.js";
import { UsageError } from "../model/errors.js";
import { shardName } from "../parallel/shard.js";
import { shardLog } from "../pipeline.js";
import type { CommandSpec, Request } from "./command.js";
import { write } from "./io.js";
import { pick } from "./options/option-table.js";
import { OUTPUT_OPTIONS } from "./options/output-options.js";
import { runOptions } from "./options/run-options.js";
import { SHARD_GROUP, SHARD_OPTIONS } from "./options/shard-options.js";
import { checkOutputs, writeTextFile } from "./outputs.js";
import { createReporter } from "./reporter.js";

/** Options of the result as a whole: they go to `tapo merge`. */
const OF_THE_WHOLE = ["json", "output", "report", "assert", "baseline", "tolerance", "writeBaseline"];

const STDOUT = "-";

/**
 * The command with `--shard` and `--partial`, which together write a partial result in place of a result. `requestOf`
 * reads what is ablated from the command's options; null for an audit.
 */
export function withShards(
  command: CommandSpec,
  requestOf: (values: Request["values"]) => AblateRequest | null,
): CommandSpec {
  return {
    ...command,
    options: [...command.options, SHARD_GROUP],
    run: async (request) => {
      const { shard, partial } = pick(SHARD_OPTIONS, request.values);
      if (shard === undefined && partial === undefined) return command.run(request);
      return runShard(request, requestOf(request.values));
    },
  };
}

async function runShard({ inputs, values, io }: Request, request: AblateRequest | null): Promise<number> {
  const { shard, partial: path } = pick(SHARD_OPTIONS, values);
  if (shard === undefined) throw new UsageError("--partial: name the shard with --shard I/N");
  if (path === undefined) throw new UsageError("--shard: name the file of the partial result with --partial FILE");
  const whole = OF_THE_WHOLE.find((key) => values[key] !== undefined);
  if (whole !== undefined) {
    const flag = whole.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`--${flag}: a shard has no result of its own; give it to \`tapo merge\``);
  }
  if (values.memoryLimit !== undefined)
    throw new UsageError("--memory-limit: a shard keeps what it reads in memory; take more shards, each with less");
  const { force = false, quiet = false, progress = true } = pick(OUTPUT_OPTIONS, values);
  if (path !== STDOUT) await checkOutputs([path], inputs, force);
  const run = await runOptions(values, io.env);
  const reporter = createReporter(io, { quiet, progress });
  const { onNote, onProgress } = reporter;
  try {
    const { text, batches, rollouts } = await shardLog(
      inputs,
      { ...run, stdin: io.stdin, onNote, onProgress },
      shard,
      request,
    );
    reporter.end();
    if (path === STDOUT) await write(io.stdout, text);
    else await writeTextFile(path, [text], force);
    onNote(`shard ${shardName(shard)}: ${rollouts} rollouts of ${batches} batches`);
  } finally {
    reporter.end();
  }
  return 0;
}
