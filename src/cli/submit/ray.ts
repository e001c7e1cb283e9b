import { rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { RayClient } from "../../parallel/submit/ray-client.js";
import { runOnRay } from "../../parallel/submit/ray-run.js";
import { shellQuote } from "../../parallel/submit/shell-quote.js";
import { mergeShards } from "../../pipeline.js";
import { reportMerged } from "../commands/merge.js";
import type { Reporter } from "../reporter.js";
import { exitCodeOf, takeSignal } from "../signals.js";
import type { ShardPlan, SubmitOptions } from "./plan.js";

const EVERY = 1000;

/** Runs a plan on Ray, merges, reports the result as the command would, and cleans up. Returns the exit code. */
export async function submitToRay(plan: ShardPlan, options: SubmitOptions): Promise<number> {
  const stop = new AbortController();
  const release = takeSignal((signal) => stop.abort(signal));
  try {
    return await reportMerged(plan.inner.name, plan.inner.request, async (reporter) => {
      await runOnRay(new RayClient(options.address ?? "http://127.0.0.1:8265"), {
        ...{ run: plan.run, shards: plan.count, cpus: plan.cpus, retries: options.retries ?? 2, every: EVERY },
        entrypoint: (shard) => `cd ${shellQuote(plan.cwd)} && exec ${plan.shardLine(String(shard))}`,
        isDone: plan.isDone,
        signal: stop.signal,
        ...saying(plan, reporter),
      });
      if (stop.signal.aborted) throw new Interrupted();
      const result = await mergeShards(plan.partials);
      if (!options.keep) await removePartials(plan);
      return result;
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    plan.inner.request.io.stderr.write(
      "stopped, with all jobs that were started; the same command goes on from here\n",
    );
    return exitCodeOf(stop.signal.reason);
  } finally {
    release();
  }
}

class Interrupted extends Error {}

function saying({ count }: ShardPlan, reporter: Reporter) {
  return {
    onNote: (note: string) => {
      for (const line of note.split("\n")) reporter.onNote(line);
    },
    onProgress: ({ done, running, waiting }: { done: number; running: number; waiting: number }) =>
      reporter.onProgress({
        stage: `${running} running, ${waiting} waiting, done`,
        done,
        total: count,
        unit: "shards",
      }),
  };
}

async function removePartials({ partials, folder }: ShardPlan): Promise<void> {
  for (const path of partials) await rm(path, { force: true });
  // folders stay where something else is in them
  await rmdir(folder).catch(() => {});
  await rmdir(dirname(folder)).catch(() => {});
}
