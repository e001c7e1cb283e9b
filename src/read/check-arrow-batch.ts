import type { Layout } from "./arrow-layout.js";
import { countAt, type FlatTable } from "./flat-table.js";

/** Most bytes that the buffers of one batch may expand to: they are in memory together. */
const LARGEST_BATCH = 2 ** 31;
/** Most elements of a batch that no byte stands behind, such as nulls without a type. */
const MOST_BARE = 2 ** 24;
/** Buffers of a compressed body begin with their size; -1 where they are as they are. */
const SIZE_PREFIX = 8;

/** Sizes that a record batch's buffers have once expanded, and what of that was compressed. */
interface Buffers {
  readonly sizes: readonly number[];
  readonly expanded: number;
}

/**
 * Holds a record batch's metadata (format/Message.fbs) against its body before the library allocates by it: buffers lie in
 * the body and not over each other, and hold as many elements as their arrays are said to have. `version` is the schema's.
 * Returns the bytes that compressed buffers expand to.
 * @throws Error where anything does not fit.
 */
export function checkBatch(batch: FlatTable, columns: readonly Layout[], body: Buffer, version: number): number {
  const { sizes, expanded } = buffersOf(batch, body);
  if (expanded > LARGEST_BATCH) throw new Error(`a batch expands to more than ${LARGEST_BATCH} bytes`);
  const walk = new BatchWalk(batch, sizes, version);
  const rows = batch.count(0);
  for (const column of columns) {
    if (walk.array(column, true) !== rows) throw new Error("a column is of another length than its batch");
  }
  if (!walk.backed && rows > MOST_BARE) throw new Error("it has rows that no column holds");
  return expanded;
}

function buffersOf(batch: FlatTable, body: Buffer): Buffers {
  const regions = batch.elements(2, 16);
  const compressed = batch.table(3) !== null;
  const sizes: number[] = [];
  let left = body.length;
  let expanded = 0;
  for (let at = 0; at < regions.length; at += 16) {
    const offset = countAt(regions, at);
    const length = countAt(regions, at + 8);
    left -= length;
    if (offset + length > body.length || left < 0) throw new Error("its buffers lie outside of their body, or overlap");
    const size = compressed ? expandedSize(body, offset, length) : length;
    if (compressed) expanded += size;
    sizes.push(size);
  }
  return { sizes, expanded };
}

function expandedSize(body: Buffer, offset: number, length: number): number {
  if (length === 0) return 0;
  if (length < SIZE_PREFIX) throw new Error("a compressed buffer is cut off");
  return body.readBigInt64LE(offset) === -1n ? length - SIZE_PREFIX : countAt(body, offset);
}

/** Goes through the arrays of a batch in the order in which its nodes and buffers are listed. */
class BatchWalk {
  readonly #nodes: Buffer;
  readonly #variadic: Buffer;
  #node = 0;
  #buffer = 0;
  #views = 0;
  #bare = 0;
  /** Whether some column's rows have bytes. */
  backed = false;

  constructor(
    batch: FlatTable,
    readonly sizes: readonly number[],
    readonly version: number,
  ) {
    this.#nodes = batch.elements(1, 16);
    this.#variadic = batch.elements(4, 8);
  }

  /** The next array's length. */
  array(layout: Layout, isColumn: boolean): number {
    const at = 16 * this.#node++;
    if (at + 16 > this.#nodes.length) throw new Error("it has fewer arrays than columns");
    const length = countAt(this.#nodes, at);
    const nulls = this.#nodes.readBigInt64LE(at + 8);
    if (nulls < UNKNOWN || nulls > length) throw new Error("an array has more nulls than elements");
    const hasValidity = layout.kind !== "null" && (layout.kind !== "union" || this.version < METADATA_V5);
    if (hasValidity) {
      const validity = this.#next();
      if (nulls > 0) holds(validity, length / 8);
    }
    const backed = this.#content(layout, length) || (hasValidity && nulls > 0);
    if (backed && isColumn) this.backed = true;
    if (!backed && !isColumn) this.#bare += length;
    if (this.#bare > MOST_BARE) throw new Error("it has elements that no byte stands for");
    return length;
  }

  /** Checks what an array holds; whether its length is bound by bytes. */
  #content(layout: Layout, length: number): boolean {
    switch (layout.kind) {
      case "null":
        return false;
      case "fixed":
        holds(this.#next(), (length * layout.bits) / 8);
        return layout.bits > 0;
      case "bytes":
        this.#offsets(length, layout.offsetBytes);
        this.#next();
        return true;
      case "views":
        holds(this.#next(), 16 * length);
        this.#skipViews();
        return true;
      case "list":
        this.#offsets(length, layout.offsetBytes);
        this.array(layout.child, false);
        return true;
      case "fixed-list":
        holds(this.array(layout.child, false), length * layout.size);
        return false;
      case "struct":
        for (const child of layout.children) holds(this.array(child, false), length);
        return false;
      case "union":
        holds(this.#next(), length);
        if (layout.dense) holds(this.#next(), 4 * length);
        for (const child of layout.children) {
          const size = this.array(child, false);
          if (!layout.dense) holds(size, length);
        }
        return true;
    }
  }

  #offsets(length: number, bytes: number): void {
    const size = this.#next();
    if (length > 0) holds(size, bytes * (length + 1));
  }

  #skipViews(): void {
    const at = 8 * this.#views++;
    const count = at + 8 > this.#variadic.length ? 0 : countAt(this.#variadic, at);
    if (this.#buffer + count > this.sizes.length) throw new Error("it has fewer buffers than its columns need");
    this.#buffer += count;
  }

  #next(): number {
    const size = this.sizes[this.#buffer++];
    if (size === undefined) throw new Error("it has fewer buffers than its columns need");
    return size;
  }
}

/** The library's writer leaves a number of nulls that it does not know at this. */
const UNKNOWN = -1;

/** Number of the metadata version from which unions have no validity. */
const METADATA_V5 = 4;

function holds(has: number, needs: number): void {
  if (has < needs) throw new Error("an array is longer than what it holds");
}
