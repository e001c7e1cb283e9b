import type { FileHandle } from "node:fs/promises";
import { InputError, UsageError } from "../model/errors.js";
import type { InputFile } from "../model/record.js";
import type { CorrectionOf, ParquetLayout } from "../model/row-correction.js";
import type { SourceOptions } from "../read/byte-source.js";
import { fileStamp } from "../read/file-stamp.js";
import { withNewFile, writeAtomically } from "./atomic.js";
import { compress, compressionByName } from "./compress.js";
import { correctArrow } from "./correct-arrow.js";
import { correctParquet } from "./correct-parquet.js";
import { spliceFile } from "./splice-file.js";
import { Splicer } from "./splicer.js";

export interface CorrectOptions extends SourceOptions {
  /** Replace an existing output, and corrections that records already have. */
  readonly force: boolean;
  readonly parquetLayout: ParquetLayout;
  /** All inputs of the run: none of them is ever written to. Default: the file itself. */
  readonly inputs?: readonly string[] | undefined;
}

/**
 * Writes a copy of a log with its corrections: the same records in the same order and format, all else untouched
 * (CONTRACT, `correct`). Appears whole or not at all.
 * @throws InputError where a record already has a correction and `force` is off, or the format cannot hold one.
 */
export async function writeCorrected(
  file: InputFile,
  outPath: string,
  correctionOf: CorrectionOf,
  options: CorrectOptions,
): Promise<void> {
  if (file.format === "text") {
    throw new InputError(`${file.path}: plain text has no place for corrections; use --sidecar in place of --out`);
  }
  if (file.format !== "parquet" && options.parquetLayout !== "default") {
    throw new UsageError(`--parquet-layout is for Parquet, but ${file.path} is ${file.format}`);
  }
  await writeAtomically(outPath, { force: options.force, inputs: options.inputs ?? [file.path] }, async (temporary) => {
    await writeCopy(file, outPath, temporary, correctionOf, options);
    if (file.stamp !== undefined && file.stamp !== (await fileStamp(file).catch(() => null)))
      throw new InputError(`${file.path}: changed while it was read; correct it when nothing writes to it any more`);
  });
}

async function writeCopy(
  file: InputFile,
  outPath: string,
  temporary: string,
  correctionOf: CorrectionOf,
  options: CorrectOptions,
): Promise<void> {
  switch (file.format) {
    case "jsonl":
    case "json":
      return writeSpliced(file, outPath, temporary, correctionOf, options);
    case "parquet":
      return correctParquet(file, temporary, correctionOf, options);
    case "arrow-file":
    case "arrow-stream":
      return correctArrow(
        { path: file.path, format: file.format, maxExpanded: file.maxExpanded },
        temporary,
        correctionOf,
        options.force,
      );
  }
}

/** `writeFile` would cut a piece into many small writes. */
async function writeAll(out: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await out.write(bytes, at)).bytesWritten;
}

/** Pieces of their own, for streams that keep them for a while. */
async function* copied(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

async function writeSpliced(
  file: InputFile,
  outPath: string,
  temporary: string,
  correctionOf: CorrectionOf,
  options: CorrectOptions,
): Promise<void> {
  const splicer = new Splicer(file.path, correctionOf, options.force);
  const pieces = spliceFile(file, splicer, options);
  const compression = compressionByName(outPath) ?? file.compression;
  await withNewFile(temporary, async (out) => {
    let writing = Promise.resolve();
    // while a piece is written the next one is made
    for await (const piece of compression === "none" ? pieces : compress(copied(pieces), compression)) {
      await writing;
      writing = writeAll(out, piece);
      writing.catch(() => {}); // awaited with the next piece, or below
    }
    await writing;
  });
}
