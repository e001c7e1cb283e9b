import { randomBytes } from "node:crypto";
import { tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { RunOptions } from "../model/run.js";
import { holdTemporary } from "../write/atomic.js";
import { EngineMemory } from "./store/engine-memory.js";

/** Memory of this thread's engine, and how the names of temporary files begin, for one run. */
export interface Scratch {
  readonly memory: EngineMemory;
  readonly temporary: string;
}

/** More threads than this have nothing to do: one thread reads for all. */
const MOST_THREADS = 16;
/** What the program takes whatever the log, and for each thread: the engine, code, blocks on their way. Measured; bytes. */
const BASE = 120 * 2 ** 20;
const BASE_OF_THREAD = 90 * 2 ** 20;
/** Share of the machine's memory that is used where nothing is said. */
const DEFAULT_SHARE = 0.6;

export function threadsOf({ threads }: RunOptions): number {
  return Math.min(threads, MOST_THREADS);
}

/** Gives a run its memory and its temporary names; whatever is left under those names goes when it ends. */
export async function withScratch<T>(run: RunOptions, work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const limit = run.memoryLimit ?? DEFAULT_SHARE * totalmem();
  // Nothing is left where the limit is below what any run takes: then all goes to the file, block by block.
  const part = Math.max(0, (limit - BASE) / threadsOf(run) - BASE_OF_THREAD);
  const temporary = join(tmpdir(), `.tapo.${randomBytes(6).toString("hex")}.tmp`);
  const release = holdTemporary(temporary);
  const memory = new EngineMemory(part);
  try {
    return await work({ memory, temporary });
  } finally {
    memory.close();
    release();
  }
}

/** Says where a part of the log was kept, for it costs time. */
export function noteSpilled(run: RunOptions, what: string, bytes: number): void {
  if (bytes === 0) return;
  const size = `${(bytes / 2 ** 20).toFixed(1)} MB`;
  run.onNote?.(`${size} of ${what} were kept in ${tmpdir()}, to stay within --memory-limit`);
}
