/** A flatbuffer's bytes, and how many of them may still be looked at: parts that are shared would else be met without end. */
interface Flat {
  readonly bytes: Buffer;
  left: number;
}

/** The root table of a flatbuffer. @throws Error where it points outside of itself. */
export function rootTable(bytes: Uint8Array): FlatTable {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flat = { bytes: buffer, left: buffer.length };
  return new FlatTable(flat, within(flat, 0, 4).readUInt32LE(0));
}

/**
 * A table of a flatbuffer that is not trusted: every offset and length is held against the bytes, and all that is looked at
 * costs as many bytes as it takes, so that a small buffer cannot stand for a large one. Fields by number.
 */
export class FlatTable {
  readonly #flat: Flat;
  /** Where the table is in the flatbuffer's bytes. */
  readonly position: number;
  readonly #layout: number;
  readonly #layoutEnd: number;

  constructor(flat: Flat, at: number) {
    this.#flat = flat;
    this.position = at;
    within(flat, at, 4);
    this.#layout = at - flat.bytes.readInt32LE(at);
    within(flat, this.#layout, 4);
    this.#layoutEnd = flat.bytes.readUInt16LE(this.#layout);
    charge(flat, 4);
  }

  byte(field: number, fallback = 0): number {
    const at = this.#field(field, 1);
    return at === null ? fallback : this.#flat.bytes.readUInt8(at);
  }

  short(field: number, fallback = 0): number {
    const at = this.#field(field, 2);
    return at === null ? fallback : this.#flat.bytes.readInt16LE(at);
  }

  int(field: number, fallback = 0): number {
    const at = this.#field(field, 4);
    return at === null ? fallback : this.#flat.bytes.readInt32LE(at);
  }

  /** A 64-bit number that counts something; 0 where it is absent. */
  count(field: number): number {
    const at = this.#field(field, 8);
    return at === null ? 0 : countAt(this.#flat.bytes, at);
  }

  table(field: number): FlatTable | null {
    const at = this.#reference(field);
    return at === null ? null : new FlatTable(this.#flat, at);
  }

  tables(field: number): FlatTable[] {
    const { at, count } = this.#vector(field, 4);
    const tables: FlatTable[] = [];
    for (let i = 0; i < count; i++) {
      const slot = at + 4 * i;
      tables.push(new FlatTable(this.#flat, slot + this.#flat.bytes.readUInt32LE(slot)));
    }
    return tables;
  }

  /** The bytes of a vector whose elements take `size` bytes each: of a string too (1). */
  elements(field: number, size: number): Buffer {
    const { at, count } = this.#vector(field, size);
    return this.#flat.bytes.subarray(at, at + count * size);
  }

  #vector(field: number, size: number): { readonly at: number; readonly count: number } {
    const at = this.#reference(field);
    if (at === null) return { at: 0, count: 0 };
    const count = within(this.#flat, at, 4).readUInt32LE(at);
    within(this.#flat, at + 4, count * size);
    charge(this.#flat, 4 + count * size);
    return { at: at + 4, count };
  }

  #reference(field: number): number | null {
    const at = this.#field(field, 4);
    return at === null ? null : at + this.#flat.bytes.readUInt32LE(at);
  }

  /** Where a field's bytes are; null where it has its default. */
  #field(field: number, size: number): number | null {
    const slot = 4 + 2 * field;
    if (slot + 2 > this.#layoutEnd) return null;
    const offset = within(this.#flat, this.#layout + slot, 2).readUInt16LE(this.#layout + slot);
    if (offset === 0) return null;
    within(this.#flat, this.position + offset, size);
    return this.position + offset;
  }
}

/** A 64-bit number that counts something: not negative, and exact as a number. */
export function countAt(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigInt64LE(at));
  if (!(value >= 0) || value > Number.MAX_SAFE_INTEGER) throw new Error("a length or an offset is none");
  return value;
}

function within(flat: Flat, at: number, size: number): Buffer {
  if (at < 0 || at + size > flat.bytes.length) throw new Error("its metadata points outside of itself");
  return flat.bytes;
}

function charge(flat: Flat, bytes: number): void {
  flat.left -= bytes;
  if (flat.left < 0) throw new Error("its metadata overlaps itself");
}
