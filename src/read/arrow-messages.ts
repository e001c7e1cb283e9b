import type { FileHandle } from "node:fs/promises";
import { type SchemaLayout, schemaLayout } from "./arrow-layout.js";
import { checkBatch } from "./check-arrow-batch.js";
import { countAt, type FlatTable, rootTable } from "./flat-table.js";

/** Behind the footer of a file: its length and the magic. */
const FILE_END = 10;
/** A block of a file's footer (format/File.fbs). */
const BLOCK = 24;
const CONTINUATION = -1;
const END_MARK = 8;
const OLDEST_VERSION = 3;

/** Numbers of message headers (format/Message.fbs). */
const SCHEMA = 1;
const DICTIONARY_BATCH = 2;
const RECORD_BATCH = 3;

export interface MessageOptions {
  /** Most bytes that the file's compressed buffers may expand to. */
  readonly maxExpanded: number;
  /** Told the bytes taken from the disk. */
  readonly onBytes: (n: number) => void;
}

/**
 * The messages of an Arrow stream, or of a file in the order of its footer, each held against the file and itself before it
 * is handed on: first the bytes up to its body, then the body. The library believes what messages say, allocates by it and
 * loops over it.
 * @throws Error where a message is broken, cut off, or reaches outside of the file.
 */
export async function* arrowMessages(
  handle: FileHandle,
  format: "arrow-file" | "arrow-stream",
  options: MessageOptions,
): AsyncGenerator<Uint8Array> {
  const file = new MessageFile(handle, (await handle.stat()).size, options.onBytes);
  const check = new MessageCheck(options.maxExpanded);
  for await (const { head, body } of format === "arrow-file" ? file.byFooter() : file.inOrder()) {
    check.message(head.message, body);
    yield head.bytes;
    yield body;
  }
}

interface Message {
  readonly head: Head;
  readonly body: Buffer;
}

interface Head {
  /** Prefix and metadata. */
  readonly bytes: Buffer;
  readonly message: FlatTable;
  /** Where the body begins. */
  readonly end: number;
}

/** Reads messages off a file, never outside of it, and none of its bytes again and again. */
class MessageFile {
  #left: number;

  constructor(
    readonly handle: FileHandle,
    readonly size: number,
    readonly onBytes: (n: number) => void,
  ) {
    this.#left = 2 * size + FILE_END; // a whole file's bytes are read once, few of them twice
  }

  async *inOrder(): AsyncGenerator<Message> {
    for (let place = 0; place < this.size; ) {
      const message = await this.#message(place);
      if (message === null && this.size - place > END_MARK) throw new Error("something follows its end");
      if (message === null) return;
      yield message;
      place = message.head.end + message.body.length;
    }
  }

  /** The schema, the dictionaries, the batches. */
  async *byFooter(): AsyncGenerator<Message> {
    const end = await this.#read(this.size - FILE_END, FILE_END);
    const length = end.readInt32LE(0);
    const bytes = await this.#read(this.size - FILE_END - length, length);
    const footer = rootTable(bytes);
    yield { head: schemaOf(footer, bytes), body: Buffer.alloc(0) };
    for (const kind of [DICTIONARY_BATCH, RECORD_BATCH]) {
      const blocks = footer.elements(kind, BLOCK); // the fields happen to have the numbers of the kinds
      for (let at = 0; at < blocks.length; at += BLOCK) {
        const message = await this.#message(countAt(blocks, at));
        if (message?.head.message.byte(1) !== kind) throw new Error("a record batch is missing");
        yield message;
      }
    }
  }

  async #message(place: number): Promise<Message | null> {
    const head = await this.#head(place);
    return head === null ? null : { head, body: await this.#read(head.end, head.message.count(3)) };
  }

  /** Prefix and metadata of the message at `place`; null at the mark of a stream's end. */
  async #head(place: number): Promise<Head | null> {
    const first = await this.#read(place, 4);
    const length = first.readInt32LE(0);
    if (length === 0) return null;
    const prefix = length === CONTINUATION ? await this.#read(place, 8) : first; // before Arrow 0.15 there was no mark
    const metadata = await this.#read(place + prefix.length, prefix.readInt32LE(prefix.length - 4));
    if (metadata.length === 0) return null;
    const end = place + prefix.length + metadata.length;
    return { bytes: Buffer.concat([prefix, metadata]), message: rootTable(metadata), end };
  }

  async #read(position: number, length: number): Promise<Buffer> {
    if (position < 0 || length < 0 || position + length > this.size) throw new Error("it is cut off");
    this.#left -= length;
    if (this.#left < 0) throw new Error("its blocks overlap");
    const bytes = Buffer.from(new ArrayBuffer(length)); // aligned, as the library wants it
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.handle.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) throw new Error("it is cut off");
      done += bytesRead;
    }
    this.onBytes(length);
    return bytes;
  }
}

/** The schema of a footer as a message: a table of its own before the footer's bytes points into them. */
function schemaOf(footer: FlatTable, bytes: Buffer): Head {
  const schema = footer.table(1);
  if (schema === null) throw new Error("its footer has no schema");
  const [table, before] = [16, 32];
  const own = Buffer.alloc(before);
  own.writeUInt32LE(table, 0);
  for (const [i, value] of [12, 12, 8, 10, 4, 0].entries()) own.writeUInt16LE(value, 4 + 2 * i); // its layout
  own.writeInt32LE(table - 4, table);
  own.writeUInt32LE(before + schema.position - (table + 4), table + 4);
  own.writeInt16LE(footer.short(0), table + 8);
  own.writeUInt8(SCHEMA, table + 10);
  const metadata = Buffer.concat([own, bytes]);
  const prefix = Buffer.alloc(8);
  prefix.writeInt32LE(CONTINUATION, 0);
  prefix.writeInt32LE(metadata.length, 4);
  return { bytes: Buffer.concat([prefix, metadata]), message: rootTable(metadata), end: 0 };
}

/** Holds messages against their schema, which comes first. */
class MessageCheck {
  #schema: SchemaLayout | null = null;
  #version = 0;
  #expanded = 0;

  constructor(readonly maxExpanded: number) {}

  message(message: FlatTable, body: Buffer): void {
    const header = message.table(2);
    if (header === null) throw new Error("a message says nothing");
    for (const pair of message.tables(4)) for (const part of [0, 1]) pair.elements(part, 1);
    const kind = message.byte(1);
    if (kind === SCHEMA) this.#readSchema(message, header);
    else if (this.#schema === null) throw new Error("its first message is no schema");
    else if (kind === RECORD_BATCH) this.#batch(header, this.#schema.columns, body);
    else if (kind === DICTIONARY_BATCH) this.#dictionary(header, this.#schema, body);
    else throw new Error(`it has a message of an unknown kind (number ${kind})`);
  }

  #readSchema(message: FlatTable, header: FlatTable): void {
    if (this.#schema !== null) throw new Error("it has two schemas");
    this.#version = message.short(0);
    if (this.#version < OLDEST_VERSION) throw new Error("it was written before Arrow 0.8");
    this.#schema = schemaLayout(header);
  }

  #dictionary(header: FlatTable, schema: SchemaLayout, body: Buffer): void {
    const layout = schema.dictionaries.get(header.count(0));
    const batch = header.table(1);
    if (layout === undefined || batch === null) throw new Error("it has a dictionary of no column");
    this.#batch(batch, [layout], body);
  }

  #batch(batch: FlatTable, columns: SchemaLayout["columns"], body: Buffer): void {
    this.#expanded += checkBatch(batch, columns, body, this.#version);
    if (this.#expanded > this.maxExpanded)
      throw new Error(
        `its buffers expand to more than ${this.maxExpanded} bytes; if you trust it, raise --max-expanded`,
      );
  }
}
