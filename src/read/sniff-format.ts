import { InputError } from "../model/errors.js";
import type { Compression, Format } from "../model/record.js";
import { type ByteSource, openBytes, type Readable, type SourceOptions } from "./byte-source.js";
import { hasByteOrderMark } from "./record-lines.js";
import { skipSpace, TopLevelScanner } from "./top-level.js";

/** Bytes of a file looked at. A first line longer than this is taken for JSONL, as records are. */
const HEAD = 1 << 18;

/** What a file is, by its first bytes. */
export interface Sniffed {
  readonly format: Format;
  readonly compression: Compression;
}

/** Where the bytes come from. */
export type SniffOptions = Pick<SourceOptions, "stdin"> & Pick<Readable, "remote">;

/**
 * Finds out what a file is by its content; the name only decides between broken JSONL and plain text.
 * @throws InputError for a pickle, an archive or other bytes that are no log, with what to do.
 */
export async function sniffFormat(path: string, options: SniffOptions = {}): Promise<Sniffed> {
  const quiet = { stdin: options.stdin };
  const { remote } = options;
  const head = await headOf(await openBytes({ path, compression: "none", remote }, quiet));
  const compression = compressionOf(head);
  if (compression === "none") return { format: formatOf(path, head), compression };
  const inner = await headOf(await openBytes({ path, compression, remote }, quiet));
  const format = formatOf(path, inner);
  if (isBinary(format))
    throw new InputError(`${path}: a compressed ${format} file; unpack it first (only text logs are read compressed)`);
  return { format, compression };
}

async function headOf(source: ByteSource): Promise<Buffer> {
  const head = Buffer.allocUnsafe(HEAD);
  let filled = 0;
  try {
    while (filled < HEAD) {
      const n = await source.read(head, filled);
      if (n === 0) break;
      filled += n;
    }
  } finally {
    await source.close();
  }
  return head.subarray(0, filled);
}

function compressionOf(head: Buffer): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  const magic = head.length >= 4 ? head.readUInt32LE(0) : 0;
  const skippable = magic >= 0x184d2a50 && magic <= 0x184d2a5f;
  return magic === 0xfd2fb528 || skippable ? "zstd" : "none";
}

function isBinary(format: Format): boolean {
  return format === "parquet" || format === "arrow-file" || format === "arrow-stream";
}

function formatOf(path: string, head: Buffer): Format {
  const magic = head.toString("latin1", 0, 8);
  if (magic.startsWith("PAR1")) return "parquet";
  if (magic.startsWith("ARROW1")) return "arrow-file";
  if (head.length >= 8 && head.readUInt32LE(0) === 0xffffffff) return "arrow-stream";
  refuseOthers(path, head, magic);
  const start = skipSpace(head, hasByteOrderMark(head) ? 3 : 0, head.length);
  if (start === head.length) return "jsonl";
  const first = head[start];
  if (first === 0x5b) return "json";
  if (first === 0x7b) return isOneDocument(head, start) ? "json" : "jsonl";
  return /\.(?:jsonl|ndjson)(?:\.\w+)?$/i.test(path) ? "jsonl" : "text";
}

const EXPORTER = "a short Python exporter in docs/exporters.md turns it into the tapo record";

function refuseOthers(path: string, head: Buffer, magic: string): void {
  const pickle = head[0] === 0x80 && (head[1] ?? 0) >= 2 && (head[1] ?? 0) <= 5;
  const zip = magic.startsWith("PK\x03\x04");
  if (pickle || (zip && /\.(?:pt|pth|pkl|bin)$/i.test(path))) {
    throw new InputError(`${path}: a Python pickle, which only Python can read safely; ${EXPORTER}`);
  }
  if (zip) throw new InputError(`${path}: a zip archive; unpack it first. If torch.save wrote it, ${EXPORTER}`);
  if (/\.ya?ml$/i.test(path)) {
    throw new InputError(
      `${path}: YAML, which older versions of ART write; the last section of docs/exporters.md says how to turn it into JSONL`,
    );
  }
  if (magic.startsWith("\xff\xfe") || magic.startsWith("\xfe\xff"))
    throw new InputError(`${path}: text in UTF-16; logs are UTF-8, so turn it first (iconv -f UTF-16 -t UTF-8)`);
  if (head.includes(0)) throw new InputError(`${path}: not a log: neither JSONL, JSON, Parquet, Arrow nor text`);
}

/**
 * An object that spans lines is one document (or several), not JSONL with a broken first line: its first line is no whole
 * object, and no later line begins one at the margin as JSONL would.
 */
function isOneDocument(head: Buffer, start: number): boolean {
  const newline = head.indexOf(10, start);
  if (newline < 0) return false;
  if (new TopLevelScanner([]).scan(head, start, newline)) return false;
  for (let at = newline; at >= 0 && at + 2 < head.length; at = head.indexOf(10, at + 1)) {
    if (head[at + 1] === 0x7b && head[at + 2] === 0x22) return false;
  }
  return true;
}
