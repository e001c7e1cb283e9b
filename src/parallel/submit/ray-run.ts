import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../model/errors.js";
import type { RayClient, RayJob } from "./ray-client.js";

/** Shards to run on Ray. */
export interface RayWork {
  /** Tells this run's jobs from others: of a run that broke off, those still going are followed, not started again. */
  readonly run: string;
  readonly shards: number;
  readonly cpus: number;
  /** Times that a shard is tried again after it failed. */
  readonly retries: number;
  /** The shell line of a shard. */
  readonly entrypoint: (shard: number) => string;
  /** Whether a shard's result is there and whole. */
  readonly isDone: (shard: number) => Promise<boolean>;
  /** Aborted: stop what was started. */
  readonly signal: AbortSignal;
  readonly onProgress: (state: RayProgress) => void;
  readonly onNote: (note: string) => void;
  /** Milliseconds between looks at the jobs. */
  readonly every: number;
}

export interface RayProgress {
  readonly done: number;
  readonly running: number;
  readonly waiting: number;
}

/** A shard is not tried again after this exit code: the input or the options are wrong, and stay so. */
const UNUSABLE = 2;
/** Looks in a row that may fail before the cluster is given up. */
const PATIENCE = 10;
const TAIL_LINES = 12;
/** Jobs that wait for processors while none runs. */
const AHEAD = 4;
/** Looks at jobs that were told to stop, before they are left to Ray. */
const FAREWELL = 60;
/** Ray gives up a job that waits too long for its processors; that is no failure of the shard. */
const NOT_STARTED = /failed to start within/i;

/** Metadata that jobs are known by. */
const RUN = "tapo_run";
const SHARD = "tapo_shard";

/**
 * Runs the shards that are not done as jobs of Ray, a job each, and waits for all of them. Failed ones are tried again;
 * in the end, or when aborted, whatever still runs is stopped, and the jobs are removed from Ray's list.
 * @throws InputError naming the shard, with its log's tail, where one fails for good; where Ray cannot be reached.
 */
export async function runOnRay(client: RayClient, work: RayWork): Promise<void> {
  await new RayRun(client, work).run();
}

class RayRun {
  /** Job of each shard that is on its way. */
  private readonly active = new Map<number, string>();
  private readonly started = new Set<string>();
  private readonly tries = new Map<number, number>();
  /** Shards that have no job yet. */
  private readonly open: number[] = [];
  private done = 0;
  private failures = 0;

  constructor(
    private readonly client: RayClient,
    private readonly work: RayWork,
  ) {}

  async run(): Promise<void> {
    const open: number[] = [];
    for (let shard = 0; shard < this.work.shards; shard++) {
      if (await this.work.isDone(shard)) this.done++;
      else open.push(shard);
    }
    if (this.done > 0) this.work.onNote(`${this.done} of ${this.work.shards} shards are done already`);
    try {
      await this.adopt(open);
      this.open.push(...open.filter((shard) => !this.active.has(shard)));
      await this.startSome(0, 0);
      while (this.active.size + this.open.length > 0 && !this.work.signal.aborted) await this.look();
    } finally {
      await this.cleanUp();
    }
  }

  /** Takes over jobs of an earlier run that broke off. */
  private async adopt(open: readonly number[]): Promise<void> {
    for (const { id, state, metadata } of await this.client.jobs()) {
      const shard = Number(metadata[SHARD]);
      if (metadata[RUN] !== this.work.run) continue;
      this.started.add(id);
      if ((state === "RUNNING" || state === "PENDING") && open.includes(shard)) this.active.set(shard, id);
    }
  }

  /** Keeps a few jobs waiting, the more the more run: Ray cannot stop one that waits, and gives one up that waits long. */
  private async startSome(running: number, waiting: number): Promise<void> {
    for (let free = AHEAD + running - waiting; free > 0; free--) {
      const shard = this.open.shift();
      if (shard === undefined) return;
      await this.start(shard);
    }
  }

  private async start(shard: number): Promise<void> {
    if (this.work.signal.aborted) return;
    const { run, cpus, entrypoint } = this.work;
    const id = `tapo-${run}-${shard}-${Date.now().toString(36)}-${this.started.size}`;
    this.started.add(id);
    this.active.set(shard, id);
    const metadata = { [RUN]: run, [SHARD]: String(shard) };
    await this.client.submit({ id, entrypoint: entrypoint(shard), cpus, metadata }).catch((error: unknown) => {
      this.active.delete(shard);
      this.open.unshift(shard);
      throw error;
    });
  }

  /** One look at every job under way. */
  private async look(): Promise<void> {
    await sleep(this.work.every, undefined, { signal: this.work.signal }).catch(() => {});
    if (this.work.signal.aborted) return;
    const counts = { running: 0, waiting: 0 };
    try {
      for (const [shard, id] of [...this.active]) {
        const job = await this.client.job(id);
        if (job.state === "RUNNING") counts.running++;
        else if (job.state === "PENDING") counts.waiting++;
        else await this.ended(shard, job);
      }
      await this.startSome(counts.running, counts.waiting);
      this.failures = 0;
    } catch (error) {
      if (error instanceof ShardFailed || ++this.failures > PATIENCE) throw error;
    }
    counts.waiting += this.open.length;
    this.work.onProgress({ done: this.done, ...counts });
  }

  private async ended(shard: number, job: RayJob): Promise<void> {
    this.active.delete(shard);
    if (job.state === "SUCCEEDED" && (await this.work.isDone(shard))) {
      this.done++;
      this.work.onNote(`shard ${shard}/${this.work.shards} done (${this.done} of ${this.work.shards})`);
      return;
    }
    const why =
      job.state === "SUCCEEDED"
        ? "its job ended well, but its partial result is not to be seen here: is the --work folder shared with the cluster?"
        : job.message || job.state;
    if (NOT_STARTED.test(why)) return this.start(shard);
    const tries = (this.tries.get(shard) ?? 0) + 1;
    this.tries.set(shard, tries);
    const tail = await this.tail(job.id);
    if (tries > this.work.retries || job.exitCode === UNUSABLE) {
      throw new ShardFailed(`shard ${shard}/${this.work.shards} failed after ${tries} tries: ${why}${tail}`);
    }
    this.work.onNote(
      `shard ${shard}/${this.work.shards} failed, trying again (${tries} of ${this.work.retries}): ${why}${tail}`,
    );
    await this.start(shard);
  }

  /** The last lines of a job's log; nothing where the log went with its node. */
  private async tail(id: string): Promise<string> {
    const log = await this.client.logs(id).catch(() => "");
    const lines = log.trimEnd().split("\n").slice(-TAIL_LINES);
    return log.trim() === "" ? "" : `\n${lines.map((line) => `  | ${line}`).join("\n")}`;
  }

  private async cleanUp(): Promise<void> {
    const left = new Set(this.started);
    for (let i = 0; i < FAREWELL && left.size > 0; i++) {
      if (i > 0) await sleep(this.work.every);
      for (const id of left) if (await this.forget(id).catch(isGone)) left.delete(id);
    }
    if (left.size > 0) this.work.onNote(`${left.size} jobs are still to be stopped: see Ray's list of jobs`);
  }

  /** Removes a job from Ray's list; stops it, and is false, while it has not ended. A job that waits takes no stop. */
  private async forget(id: string): Promise<boolean> {
    const { state } = await this.client.job(id);
    if (state === "RUNNING" || state === "PENDING") {
      await this.client.stop(id);
      return false;
    }
    await this.client.remove(id);
    return true;
  }
}

/** Whether Ray says that there is no such job. */
function isGone(error: unknown): boolean {
  return error instanceof Error && error.message.includes(": 404 ");
}

/** A shard that is given up. */
class ShardFailed extends InputError {}
