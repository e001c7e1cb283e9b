import { InputError } from "../model/errors.js";
import type { RowOrFault } from "../model/record.js";
import type { ByteSource } from "./byte-source.js";
import { hasByteOrderMark } from "./record-lines.js";
import { RecordParser } from "./record-parser.js";
import { skipSpace, ValueSkipper } from "./top-level.js";

/** Largest JSON document read: it is held whole. */
export const MAX_DOCUMENT = 2 ** 31;
const BATCH = 256;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const COMMA = 44;

/** Rows of a JSON document: the elements of its array, or its one object. Several documents one after the other are read alike. */
export async function* readJsonDocument(
  source: ByteSource,
  options: { readonly path: string; readonly fields: readonly string[] | null; readonly file: number },
): AsyncGenerator<readonly RowOrFault[]> {
  const bytes = await readWhole(source, options.path);
  const parser = new RecordParser(options.fields, options.file);
  let batch: RowOrFault[] = [];
  let row = 0;
  for (const [start, end] of documentRecords(bytes, options.path)) {
    batch.push(parser.record(bytes, start, end, 0, row++));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The whole decompressed file. @throws InputError over `MAX_DOCUMENT` bytes. */
export async function readWhole(source: ByteSource, path: string): Promise<Buffer> {
  let buffer = Buffer.allocUnsafe(1 << 20);
  let filled = 0;
  for (;;) {
    const n = await source.read(buffer, filled);
    if (n === 0) return buffer.subarray(0, filled);
    filled += n;
    if (filled < buffer.length) continue;
    if (filled >= MAX_DOCUMENT) {
      throw new InputError(
        `${path}: one JSON document of over ${MAX_DOCUMENT} bytes; turn it into JSONL, one record a line`,
      );
    }
    buffer = Buffer.concat([buffer], Math.min(MAX_DOCUMENT, buffer.length * 2));
  }
}

/**
 * Byte ranges of the records of a document.
 * @throws InputError where the document is cut off or its elements are not separated by commas.
 */
export function* documentRecords(bytes: Buffer, path: string): Generator<[start: number, end: number]> {
  const skip = new ValueSkipper();
  let at = skipSpace(bytes, hasByteOrderMark(bytes) ? 3 : 0, bytes.length);
  while (at < bytes.length) {
    if (bytes[at] === OPEN_ARRAY) at = yield* elements(bytes, at, skip, path);
    else {
      const end = valueEnd(bytes, at, skip, path);
      yield [at, end];
      at = end;
    }
    at = skipSpace(bytes, at, bytes.length);
  }
}

/** Elements of the array at `open`; returns the offset behind it. */
function* elements(bytes: Buffer, open: number, skip: ValueSkipper, path: string): Generator<[number, number], number> {
  let at = skipSpace(bytes, open + 1, bytes.length);
  if (bytes[at] === CLOSE_ARRAY) return at + 1;
  for (;;) {
    const end = valueEnd(bytes, at, skip, path);
    yield [at, end];
    at = skipSpace(bytes, end, bytes.length);
    if (bytes[at] === CLOSE_ARRAY) return at + 1;
    if (bytes[at] !== COMMA) throw broken(path, at);
    at = skipSpace(bytes, at + 1, bytes.length);
  }
}

function valueEnd(bytes: Buffer, at: number, skip: ValueSkipper, path: string): number {
  const end = skip.value(bytes, at, bytes.length);
  if (end < 0) throw broken(path, at);
  return end;
}

function broken(path: string, at: number): InputError {
  return new InputError(`${path}: not a whole JSON document: it breaks in the part that begins at byte ${at}`);
}
