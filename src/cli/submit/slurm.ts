import { mkdir, writeFile } from "node:fs/promises";
import { shellCommand } from "../../parallel/submit/shell-quote.js";
import { mergeJob, type SlurmJob, sbatchWords, shardArray, submitSlurm } from "../../parallel/submit/slurm.js";
import { write } from "../io.js";
import type { ShardPlan, SubmitOptions } from "./plan.js";

/** Submits a plan to Slurm: an array of the shards that are not done, and the merge behind it. Returns the exit code. */
export async function submitToSlurm(plan: ShardPlan, { sbatch = [], dryRun = false }: SubmitOptions): Promise<number> {
  const { inner, count, cpus, folder, cwd, tapo } = plan;
  const { io } = inner.request;
  const open: number[] = [];
  for (let shard = 0; shard < count; shard++) if (!(await plan.isDone(shard))) open.push(shard);
  const work = {
    ...{ name: `tapo-${inner.name}`, shards: open, count, cpus, work: folder, cwd, sbatch },
    shardLine: plan.shardLine,
    mergeLine: `${tapo} merge ${shellCommand([...plan.partials, ...plan.words.merge])}`,
  };
  const array = shardArray(work);
  if (dryRun) {
    for (const job of [array, mergeJob(work, array && "ARRAY_JOB")])
      if (job !== null) await write(io.stdout, shown(job));
    return 0;
  }
  await mkdir(folder, { recursive: true });
  if (array !== null) await writeFile(array.path, array.script);
  const arrayId = array === null ? null : await submitSlurm(array);
  const merge = mergeJob(work, arrayId);
  await writeFile(merge.path, merge.script);
  const mergeId = await submitSlurm(merge);
  const shards =
    arrayId === null ? `all ${count} shards are done already` : `job ${arrayId}: ${open.length} of ${count} shards`;
  await write(
    io.stdout,
    `${shards}\njob ${mergeId}: merge; its output, and the result without --output, in ${folder}/merge.log\n`,
  );
  return 0;
}

function shown(job: SlurmJob): string {
  return `# ${job.path}\n${job.script}\n${shellCommand(sbatchWords(job))}\n\n`;
}
