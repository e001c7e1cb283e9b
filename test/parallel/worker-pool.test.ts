import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { WorkerPool } from "../../src/parallel/worker-pool.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-pool-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A pool of this thread, which doubles, and one that runs `code`. */
function pool(name: string, code: string): WorkerPool<number, number> {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, code);
  return new WorkerPool(pathToFileURL(path), 2, null, (n: number) => 2 * n);
}

const ANSWERS = `
import { parentPort } from "node:worker_threads";
parentPort.on("message", ({ id, request }) => {
  if (request === 13) process.exit(3);
  if (request < 0) parentPort.postMessage({ id, problem: "no negative numbers" });
  else parentPort.postMessage({ id, reply: request + 1 });
});`;

describe("a pool of threads", () => {
  it("answers in this thread and in others, and says what is wrong with an input", async () => {
    const threads = pool("answers", ANSWERS);
    expect(await Promise.all([threads.ask(0, 4), threads.ask(1, 4), threads.ask(1, 5)])).toEqual([8, 5, 6]);
    await expect(threads.ask(1, -1)).rejects.toThrow("no negative numbers");
    await expect(threads.ask(2, 1)).rejects.toThrow(RangeError);
    await threads.close();
  });

  it("rejects what a thread that ended was asked, before and after it ended", async () => {
    const threads = pool("exits", ANSWERS);
    await expect(threads.ask(1, 13)).rejects.toThrow("ended early (code 3)");
    await expect(threads.ask(1, 1)).rejects.toThrow("ended early (code 3)");
    expect(await threads.ask(0, 1)).toBe(2);
    await threads.close();
  });

  it("rejects what a thread that cannot start is asked, with the reason", async () => {
    const threads = pool("broken", "import './not-there.mjs';");
    await expect(threads.ask(1, 1)).rejects.toThrow("not-there");
    await expect(threads.ask(1, 2)).rejects.toThrow("not-there");
    await threads.close();
  });
});
