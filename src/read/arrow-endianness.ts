import type { FileHandle } from "node:fs/promises";

/** Bytes of the magic, with its padding, before the first message of a file. */
const FILE_MAGIC = 8;
/** Continuation marker and length before a message. */
const PREFIX = 8;

/**
 * Whether an Arrow file says that its numbers are big-endian. The library does not look and would read them wrong.
 * The schema is the first message of either kind of file; this is field 0 of its table.
 */
export async function isBigEndian(handle: FileHandle, format: "arrow-file" | "arrow-stream"): Promise<boolean> {
  const start = format === "arrow-file" ? FILE_MAGIC : 0;
  const prefix = await bytesAt(handle, start, PREFIX);
  const continued = prefix.readInt32LE(0) === -1;
  const length = prefix.readInt32LE(continued ? 4 : 0);
  const message = await bytesAt(handle, start + (continued ? PREFIX : 4), Math.max(0, length));
  const header = fieldAt(message, message.readUInt32LE(0), 2);
  if (header === null) return false;
  const endianness = fieldAt(message, header + message.readUInt32LE(header), 0);
  return endianness !== null && message.readInt16LE(endianness) === 1;
}

/** Position of a field of a flatbuffer table; null where it has its default. */
function fieldAt(message: Buffer, table: number, index: number): number | null {
  const layout = table - message.readInt32LE(table);
  const slot = 4 + 2 * index;
  const offset = slot < message.readUInt16LE(layout) ? message.readUInt16LE(layout + slot) : 0;
  return offset === 0 ? null : table + offset;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { size } = await handle.stat();
  if (position + length > size) throw new Error("cut off before the end of its schema");
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer;
}
