import type { FileHandle } from "node:fs/promises";

/** Behind the footer of a file: its length and the magic. */
const FILE_END = 10;

/**
 * Whether an Arrow file says that its numbers are big-endian. The library does not look and would read them wrong.
 * It is field 0 of the schema, which is field 1 of a file's footer and field 2 of a stream's first message.
 */
export async function isBigEndian(handle: FileHandle, format: "arrow-file" | "arrow-stream"): Promise<boolean> {
  const root = format === "arrow-file" ? await footer(handle) : await firstMessage(handle);
  const schema = fieldAt(root, root.readUInt32LE(0), format === "arrow-file" ? 1 : 2);
  if (schema === null) return false;
  const endianness = fieldAt(root, schema + root.readUInt32LE(schema), 0);
  return endianness !== null && root.readInt16LE(endianness) === 1;
}

async function footer(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const end = await bytesAt(handle, size - FILE_END, FILE_END);
  const length = end.readInt32LE(0);
  return bytesAt(handle, size - FILE_END - length, length);
}

async function firstMessage(handle: FileHandle): Promise<Buffer> {
  const prefix = await bytesAt(handle, 0, 8);
  return bytesAt(handle, 8, prefix.readInt32LE(4));
}

/** Position of a field of a flatbuffer table; null where it has its default. */
function fieldAt(buffer: Buffer, table: number, index: number): number | null {
  const layout = table - buffer.readInt32LE(table);
  const slot = 4 + 2 * index;
  const offset = slot < buffer.readUInt16LE(layout) ? buffer.readUInt16LE(layout + slot) : 0;
  return offset === 0 ? null : table + offset;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { size } = await handle.stat();
  if (position < 0 || length < 4 || position + length > size) throw new Error("it is cut off");
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer;
}
