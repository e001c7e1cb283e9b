import type { InputFile } from "../model/record.js";
import { openBytes, type SourceOptions } from "../read/byte-source.js";
import { documentRecords, readWhole } from "../read/json-document.js";
import { lineBlocks } from "../read/line-blocks.js";
import { forEachRecord } from "../read/record-lines.js";
import type { Splicer } from "./splicer.js";

/** Bytes of a document, or a block of lines, that are spliced at once: they stay in the processor's cache. */
const STRETCH = 1 << 19;

/** The decompressed bytes of a JSONL or JSON file with corrections spliced in. A piece is valid until the second one after it is asked for. */
export async function* spliceFile(file: InputFile, splicer: Splicer, options: SourceOptions): AsyncGenerator<Buffer> {
  const source = await openBytes(file, options);
  try {
    if (file.format === "json") return yield* spliceDocument(await readWhole(source, file.path), file.path, splicer);
    for await (const block of lineBlocks(source, undefined, STRETCH)) {
      splicer.begin(block.bytes);
      if (block.part === "first") splicer.skip();
      if (block.part === "lines") forEachRecord(block, (start, end) => splicer.record(start, end));
      yield splicer.finish();
    }
  } finally {
    await source.close();
  }
}

function* spliceDocument(bytes: Buffer, path: string, splicer: Splicer): Generator<Buffer> {
  splicer.begin(bytes);
  let written = 0;
  for (const [start, end] of documentRecords(bytes, path)) {
    splicer.record(start, end);
    if (end - written < STRETCH) continue;
    yield splicer.finish(end);
    written = end;
  }
  yield splicer.finish();
}
