import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readArrow } from "../../src/read/arrow.js";
import { arrowBatches } from "../../src/read/arrow-batches.js";
import { loadArrow } from "../../src/read/arrow-library.js";
import { zstdHeader } from "../../src/read/zstd-header.js";
import { zstdFrame } from "../../src/write/zstd-frame.js";
import { temporaryFolder } from "../cli/tapo.js";
import { makeLog } from "../faults/harness.js";

/** Reads a file to its end or its error. */
async function end(path: string): Promise<string> {
  let rows = 0;
  try {
    for await (const batch of arrowBatches({ path, format: "arrow-file" }, () => {})) rows += batch.numRows;
    return `${rows} rows`;
  } catch (error) {
    return (error as Error).name;
  }
}

test("a file whose blocks are not where its footer says comes to an end", { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const whole = readFileSync(await makeLog(folder, "arrow", 4));
  const path = join(folder, "broken.arrow");
  const ends = new Set<string>();
  for (const [at, more] of [
    [0.77, 4],
    [0.5, 8],
    [0.3, 4],
    [0.9, 4],
  ] as const) {
    const cut = Math.floor(whole.length * at);
    writeFileSync(path, Buffer.concat([whole.subarray(0, cut), whole.subarray(cut - more)]));
    ends.add(await end(path)); // apache-arrow reads one of its blocks for ever
  }
  expect([...ends]).toEqual(["InputError"]);
});

type Format = "arrow-file" | "arrow-stream";

/** A table with a column of each kind of layout that the library writes, in either format, compressed or not. */
async function table(format: Format, compress: ((bytes: Uint8Array) => Uint8Array) | null): Promise<Buffer> {
  const arrow = await loadArrow();
  const list = new arrow.List(new arrow.Field("item", new arrow.Float64(), true));
  const columns = new arrow.Table({
    input: arrow.vectorFromArray(["q", "q", "q"]), // a dictionary
    output: arrow.vectorFromArray(["a", null, "c".repeat(2000)], new arrow.Utf8()),
    score: arrow.vectorFromArray([0, 1, 1], new arrow.Float64()),
    ids: arrow.vectorFromArray([[1, 2], [], [3]], list),
    flag: arrow.vectorFromArray([true, null, false], new arrow.Bool()),
    inner: arrow.vectorFromArray([{ a: 1 }, { a: 2 }, { a: 3 }]),
  });
  const Writer = format === "arrow-file" ? arrow.RecordBatchFileWriter : arrow.RecordBatchStreamWriter;
  const type = arrow.CompressionType.ZSTD;
  const codec = arrow.compressionRegistry.get(type);
  if (compress !== null) arrow.compressionRegistry.set(type, { ...codec, encode: compress });
  const writer = new Writer(compress === null ? {} : { compressionType: type });
  const bytes = Buffer.from(await writer.writeAll(columns).toUint8Array());
  if (codec !== null) arrow.compressionRegistry.set(type, codec);
  return bytes;
}

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** The library puts the compressed size before a frame where the expanded one belongs. */
function withExpandedSizes(bytes: Buffer): Buffer {
  for (let at = bytes.indexOf(MAGIC); at >= 0; at = bytes.indexOf(MAGIC, at + 1)) {
    const header = zstdHeader(bytes.subarray(at));
    if (header?.kind === "data") bytes.writeBigInt64LE(BigInt(header.content ?? 0), at - 8);
  }
  return bytes;
}

async function read(path: string, format: Format, maxExpanded?: number): Promise<string> {
  try {
    let rows = 0;
    for await (const batch of readArrow({ path, format, maxExpanded }, { fields: null })) rows += batch.length;
    return `${rows} rows`;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message.split("Arrow (")[1]}`;
  }
}

const FORMATS: readonly (readonly [Format, boolean])[] = [
  ["arrow-file", false],
  ["arrow-file", true],
  ["arrow-stream", false],
  ["arrow-stream", true],
];

test.each(FORMATS)(
  "any word of a %s (compressed: %s) as a length: refused, without the memory it asks for",
  {
    timeout: 60_000,
  },
  async (format, compressed) => {
    const whole = withExpandedSizes(await table(format, compressed ? await zstdFrame() : null));
    const path = join(temporaryFolder(), "a.arrow");
    writeFileSync(path, whole);
    expect(await read(path, format)).toBe("3 rows");
    const before = process.memoryUsage().rss;
    const ends = new Set<string>();
    for (let at = 0; at + 8 <= whole.length; at += 4) {
      const broken = Buffer.from(whole);
      if (at % 8 === 0) broken.writeBigInt64LE([2n ** 31n - 1n, 2n ** 40n, -1n][(at / 8) % 3] ?? 0n, at);
      else broken.writeInt32LE(2 ** 31 - 1, at);
      writeFileSync(path, broken);
      const ended = await read(path, format, 1e7);
      expect(ended, `at ${at}`).toMatch(/^([03] rows|InputError)/);
      ends.add(ended);
    }
    expect(ends.size).toBeGreaterThan(10);
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  },
);

test("compressed buffers that expand beyond --max-expanded, or to another size than they say", async () => {
  const path = join(temporaryFolder(), "a.arrow");
  const bytes = await table("arrow-file", await zstdFrame());
  writeFileSync(path, bytes);
  expect(await read(path, "arrow-file")).toContain("zstd frame is longer than its size");
  writeFileSync(path, withExpandedSizes(bytes));
  expect(await read(path, "arrow-file", 2000)).toContain("expand to more than 2000 bytes; if you trust it, raise");
  expect(await read(path, "arrow-file", 4000)).toBe("3 rows");
});
