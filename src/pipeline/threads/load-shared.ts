import { stat } from "node:fs/promises";
import type { InputFile } from "../../model/record.js";
import type { Rejection } from "../../model/rollout.js";
import type { RunOptions } from "../../model/run.js";
import type { WorkerPool } from "../../parallel/worker-pool.js";
import { openBytes, type SourceOptions } from "../../read/byte-source.js";
import { fileProblem } from "../../read/file-problem.js";
import { type LineBlock, lineBlocks } from "../../read/line-blocks.js";
import { rangesOf } from "../../read/line-range.js";
import { readParquetLines } from "../../read/parquet.js";
import { RecordParser } from "../../read/record-parser.js";
import { finishLoading, type LoadedLog, needOf } from "../load-log.js";
import type { OpenLog } from "../open-log.js";
import { wantedFields } from "../read-rollouts.js";
import { type RemoteRollout, remoteRollouts } from "./head-columns.js";
import type { ParsedBlock, PlaceRequest, WorkerReply, WorkerRequest } from "./protocol.js";

export type LogPool = WorkerPool<WorkerRequest, WorkerReply>;

/** A log whose rollouts the workers keep. */
export interface SharedLog extends LoadedLog {
  readonly rollouts: readonly RemoteRollout[];
}

/** Blocks given to a worker before its first answer is waited for: one at work, one at hand. */
const AHEAD = 2;

/** Blocks that are parsed, or being parsed, in input order. */
interface Pending {
  readonly file: number;
  readonly worker: number;
  readonly block: Promise<ParsedBlock>;
}

/**
 * Reads a log block by block and lets the workers parse, normalise and condense. This thread reads, cuts at line ends
 * and keeps the heads, so any source will do: a file, a compressed one, standard input.
 * @throws RejectedError in strict mode, as `loadLog`.
 */
export async function loadShared(log: OpenLog, run: RunOptions, pool: LogPool): Promise<SharedLog> {
  const pending: Pending[] = [];
  const buffers = new Buffers();
  const busy = Array.from({ length: pool.size }, () => new Set<Promise<unknown>>());
  let done = 0;
  const onBytes = (n: number) => {
    done += n;
    run.onProgress?.({ stage: `reading with ${pool.size} threads`, done, total: null, unit: "bytes" });
  };
  let failed = false;
  let failure: unknown;
  const give = async (file: number, request: (worker: number) => Promise<WorkerReply>) => {
    const worker = await leastBusy(busy);
    if (failed) throw failure;
    const block = request(worker) as Promise<ParsedBlock>;
    const queue = busy[worker];
    // Awaited below, in order; an earlier failure must not leave this one unhandled.
    block.then(
      () => queue?.delete(block),
      (error: unknown) => {
        queue?.delete(block);
        failed = true;
        failure ??= error;
      },
    );
    queue?.add(block);
    pending.push({ file, worker, block });
  };
  for (const { file, dialect } of log.files) {
    const plain = await sizeOfPlain(file);
    if (plain !== null) {
      for (const range of rangesOf(plain)) {
        await give(file.index, async (worker) => {
          const parsed = await pool.ask(worker, { kind: "read", file: file.index, range });
          onBytes(range.end - range.start);
          return parsed;
        });
      }
      continue;
    }
    const fields = wantedFields(dialect, run.log, run.method, needOf(run.method));
    for await (const { bytes, offset, part } of blocksOf(file, { fields, onBytes, stdin: log.stdin })) {
      if (part === "middle" || part === "last") continue;
      if (part === "first") {
        pending.push({ file: file.index, worker: 0, block: Promise.resolve(tooLong(bytes, file.index)) });
        continue;
      }
      // The block's buffer is used again for the next one: the worker gets a copy of its own.
      const copy = buffers.copyOf(bytes);
      await give(file.index, async (worker) => {
        const request = { kind: "parse", file: file.index, offset, bytes: copy } as const;
        const parsed = (await pool.ask(worker, request, [copy.buffer])) as ParsedBlock;
        buffers.giveBack(parsed.spent);
        return { ...parsed, spent: null };
      });
    }
  }
  return collect(log, run, pool, pending);
}

/** The size of a file that threads can read by themselves, each a part; null for any other. */
async function sizeOfPlain({ path, format, compression }: InputFile): Promise<number | null> {
  if (path === "-" || format !== "jsonl" || compression !== "none") return null;
  const entry = await stat(path).catch((error: unknown) => {
    throw fileProblem(path, error);
  });
  return entry.isFile() ? entry.size : null;
}

/** A file as blocks of lines: its own, or a Parquet file's rows as JSON. */
async function* blocksOf(
  file: InputFile,
  options: SourceOptions & { readonly fields: readonly string[] | null },
): AsyncGenerator<LineBlock> {
  if (file.format === "parquet") {
    for await (const bytes of readParquetLines(file.path, options)) yield { bytes, offset: 1, part: "lines" };
    return;
  }
  const source = await openBytes(file, options);
  try {
    yield* lineBlocks(source);
  } finally {
    await source.close();
  }
}

/** The thread with the fewest blocks, once one has room. */
async function leastBusy(busy: readonly ReadonlySet<Promise<unknown>>[]): Promise<number> {
  for (;;) {
    const sizes = busy.map(({ size }) => size);
    const least = Math.min(...sizes);
    // The first thread is the one that reads: where another has as little to do, that one is fed first.
    if (least < AHEAD) return sizes.lastIndexOf(least);
    await Promise.race(busy.flatMap((queue) => [...queue])).catch(() => {});
  }
}

/** Puts the blocks together in input order, and tells the workers where their rollouts stand. */
async function collect(log: OpenLog, run: RunOptions, pool: LogPool, pending: readonly Pending[]): Promise<SharedLog> {
  const rollouts: RemoteRollout[] = [];
  const rejections: Rejection[] = [];
  const rows = log.files.map(() => 0);
  const notes = new Map<string, number>();
  const places = Array.from({ length: pool.size }, () => [] as { first: number; row: number }[]);
  for (const { file, worker, block: promise } of pending) {
    const block = await promise;
    const row = rows[file] ?? 0;
    for (const rollout of remoteRollouts(block, file, row, worker)) rollouts.push(rollout);
    for (const { place, ...rest } of block.rejections) {
      rejections.push({ ...rest, place: { ...place, row: place.row + row } });
    }
    for (const note of block.notes) notes.set(note, (notes.get(note) ?? 0) + 1);
    places[worker]?.push({ first: block.first, row });
    rows[file] = row + block.rows;
  }
  const told = places.map((blocks, worker) => pool.ask(worker, { kind: "place", blocks } satisfies PlaceRequest));
  await Promise.all(told);
  return { ...finishLoading(log, run, { rejections, rows, notes }), rollouts };
}

/** The block of a line that is longer than a string can be: one row, rejected. */
function tooLong(bytes: Buffer, file: number): ParsedBlock {
  const none = new Int32Array(0);
  return {
    rows: 1,
    first: 0,
    row: none,
    item: none,
    reward: new Float64Array(0),
    loggedAdvantage: new Float64Array(0),
    successful: new Uint8Array(0),
    key: none,
    keys: [],
    rejections: [new RecordParser([], file).tooLong(0, bytes)],
    notes: [],
    spent: null,
  };
}

/** Memory for blocks on their way to the workers and back. */
class Buffers {
  private readonly free: ArrayBuffer[] = [];

  copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const at = this.free.findIndex((buffer) => buffer.byteLength >= bytes.length);
    const [found] = at < 0 ? [] : this.free.splice(at, 1);
    const copy = new Uint8Array(found ?? new ArrayBuffer(bytes.length + SLACK), 0, bytes.length);
    copy.set(bytes);
    return copy;
  }

  giveBack(spent: Uint8Array | null): void {
    if (spent?.buffer instanceof ArrayBuffer && this.free.length < MOST_FREE) this.free.push(spent.buffer);
  }
}

/** Blocks end at line ends, so their sizes differ a little: room for the next one. */
const SLACK = 1 << 18;
/** Buffers kept: a very long line makes one that nothing else fills. */
const MOST_FREE = 8;
