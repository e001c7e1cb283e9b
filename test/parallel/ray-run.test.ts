import { describe, expect, test } from "vitest";
import { RayClient } from "../../src/parallel/submit/ray-client.js";
import { type RayWork, runOnRay } from "../../src/parallel/submit/ray-run.js";
import { FakeRay, type Fate, fails, RUNS, SUCCEEDS } from "./fake-ray.js";

interface Made {
  readonly ray: FakeRay;
  readonly notes: string[];
  readonly done: Set<number>;
  readonly stop: AbortController;
  readonly run: () => Promise<void>;
}

/** Three shards whose jobs go as `fate` says by shard and try; a job that succeeds leaves its result. */
async function make(fate: (shard: number, tries: number) => Fate, change: Partial<RayWork> = {}): Promise<Made> {
  const tries = new Map<number, number>();
  const done = new Set<number>();
  const shardOf = (metadata: Record<string, string>) => Number(metadata.tapo_shard);
  const ray = await new FakeRay(
    ({ metadata }) => {
      const count = (tries.get(shardOf(metadata)) ?? 0) + 1;
      tries.set(shardOf(metadata), count);
      return fate(shardOf(metadata), count);
    },
    ({ metadata }) => done.add(shardOf(metadata)),
  ).listen();
  const notes: string[] = [];
  const stop = new AbortController();
  const work: RayWork = {
    ...{ run: "abc", shards: 3, cpus: 2, retries: 2, every: 5, signal: stop.signal },
    entrypoint: (shard) => `run ${shard}`,
    isDone: async (shard) => done.has(shard),
    onProgress: () => {},
    onNote: (note) => notes.push(note),
    ...change,
  };
  return { ray, notes, done, stop, run: () => runOnRay(new RayClient(ray.address), work) };
}

describe("shards as jobs of Ray", () => {
  test("each shard is a job with its processors, and the jobs are removed", async () => {
    const { ray, run, notes } = await make(() => SUCCEEDS);
    await run();
    expect(ray.submitted.map(({ entrypoint, entrypoint_num_cpus: cpus }) => [entrypoint, cpus])).toEqual([
      ["run 0", 2],
      ["run 1", 2],
      ["run 2", 2],
    ]);
    expect(ray.jobs.size).toBe(0);
    expect(ray.stopped).toEqual([]);
    expect(notes.at(-1)).toContain("(3 of 3)");
  });

  test("a shard that fails is tried again, with its log's tail said", async () => {
    const { ray, run, notes } = await make((shard, tries) => (shard === 1 && tries < 3 ? fails(1) : SUCCEEDS));
    await run();
    expect(ray.submitted.filter(({ entrypoint }) => entrypoint === "run 1")).toHaveLength(3);
    expect(notes.join("\n")).toMatch(
      /shard 1\/3 failed, trying again \(1 of 2\): it fell over\n {2}\| first line\n {2}\| last words/,
    );
  });

  test("a shard that fails too often ends the run, and the others are stopped", async () => {
    const { ray, run } = await make((shard) => (shard === 1 ? fails(1) : RUNS), { retries: 1 });
    await expect(run()).rejects.toThrow(/shard 1\/3 failed after 2 tries: it fell over\n(.*\n)*.*last words/);
    expect(ray.stopped).toHaveLength(2);
    expect(ray.jobs.size).toBe(0);
  });

  test("an unusable input is not tried again", async () => {
    const { ray, run } = await make(() => fails(2));
    await expect(run()).rejects.toThrow(/failed after 1 tries/);
    expect(ray.submitted).toHaveLength(3);
  });

  test("a job that Ray could not start in time is no failure of the shard", async () => {
    const late = fails(0, "Job supervisor actor failed to start within 900.0 seconds");
    const { run } = await make((_, tries) => (tries < 4 ? late : SUCCEEDS), { retries: 0 });
    await run();
  });

  test("a job that ends well without a result is a failure that says what to look at", async () => {
    const { run } = await make(() => SUCCEEDS, { isDone: async () => false, retries: 0 });
    await expect(run()).rejects.toThrow(/is the --work folder shared with the cluster/);
  });

  test("done shards are not run again, and jobs of a run that broke off are followed", async () => {
    const { ray, run, done } = await make(() => SUCCEEDS);
    done.add(0).add(1);
    ray.add("older", { tapo_run: "abc", tapo_shard: "1" }, SUCCEEDS);
    ray.add("another", { tapo_run: "xyz", tapo_shard: "2" }, RUNS);
    await run();
    expect(ray.submitted.map(({ entrypoint }) => entrypoint)).toEqual(["run 2"]);
    expect([...ray.jobs.keys()]).toEqual(["another"]);
  });

  test("aborting stops what was started and nothing else", async () => {
    const { ray, run, stop } = await make(() => RUNS);
    ray.add("another", { tapo_run: "xyz", tapo_shard: "2" }, RUNS);
    const watch = setInterval(() => {
      if (ray.submitted.length < 3) return;
      clearInterval(watch);
      stop.abort();
    }, 1);
    await run();
    expect(ray.stopped).toHaveLength(3);
    expect(ray.stopped).not.toContain("another");
    expect([...ray.jobs.keys()]).toEqual(["another"]);
  });

  test("few jobs wait at a time, and one that starts after the abort is stopped then", async () => {
    const late: Fate = [...Array.from({ length: 12 }, () => ({ status: "PENDING" })), ...RUNS];
    const { ray, run, stop } = await make(() => late, { shards: 50 });
    const watch = setInterval(() => {
      if (ray.submitted.length < 4) return;
      clearInterval(watch);
      setTimeout(() => stop.abort(), 20); // time for a fifth, if there were one
    }, 1);
    await run();
    expect(ray.submitted).toHaveLength(4);
    expect(ray.stopped).toHaveLength(4);
    expect(ray.jobs.size).toBe(0);
  });

  test("broken moments of the dashboard are sat out", async () => {
    const { ray, run } = await make(() => SUCCEEDS);
    const watch = setInterval(() => {
      if (ray.submitted.length < 3) return;
      clearInterval(watch);
      ray.troubles.push(500, 503, 500);
    }, 1);
    await run();
    clearInterval(watch);
    expect(ray.submitted).toHaveLength(3);
  });

  test("no Ray, and no address, are said plainly", async () => {
    expect(() => new RayClient("head:8265")).toThrow(/expected the dashboard's URL/);
    await expect(new RayClient("http://127.0.0.1:9").jobs()).rejects.toThrow(/no answer from Ray's dashboard/);
  });
});
