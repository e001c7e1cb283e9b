import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { Compression } from "../model/record.js";
import { zstdFrame } from "./zstd-frame.js";

/** Bytes of one zstd frame before compression: bounds memory, costs little ratio. */
const FRAME = 1 << 23;

/** Compresses a stream of pieces. The pieces must not be changed later. */
export function compress(pieces: AsyncIterable<Uint8Array>, compression: Compression): AsyncIterable<Uint8Array> {
  if (compression === "gzip") return gzip(pieces);
  return compression === "zstd" ? zstd(pieces) : pieces;
}

/** What an output's name asks for; null where it says nothing. */
export function compressionByName(path: string): Compression | null {
  if (/\.gz(?:ip)?$/i.test(path)) return "gzip";
  return /\.zstd?$/i.test(path) ? "zstd" : null;
}

function gzip(pieces: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const source = Readable.from(pieces, { highWaterMark: 1 });
  const stream = createGzip({ chunkSize: 1 << 18 });
  source.on("error", (error) => stream.destroy(error));
  return source.pipe(stream);
}

async function* zstd(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const frame = await zstdFrame();
  let held: Uint8Array[] = [];
  let size = 0;
  let frames = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size < FRAME) continue;
    yield frame(Buffer.concat(held));
    frames++;
    [held, size] = [[], 0];
  }
  if (size > 0 || frames === 0) yield frame(Buffer.concat(held));
}
