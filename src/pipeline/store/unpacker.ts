import { type Packet, TAG, type Tables, TYPED } from "./tags.js";

/** Shared values kept as they were read, before keeping begins anew. */
const KEPT = 4096;

/** Packed bytes by position. What it gives may be read until the last value is let go. */
export type ReadAt = (position: number, size: number) => Uint8Array;

/** Reads what a `Packer` packed. */
export class Unpacker {
  private bytes: Uint8Array = new Uint8Array(0);
  private view: DataView = new DataView(new ArrayBuffer(0));
  /** Position of the bytes at hand. */
  private start = 0;
  private at = 0;
  private readonly kept = new Map<number, unknown>();

  constructor(
    private readonly tables: Tables,
    private readonly readAt: ReadAt,
  ) {}

  unpack(position: number, size: number): unknown {
    const { bytes, view, start, at } = this;
    this.bytes = this.readAt(position, size);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.start = position;
    this.at = 0;
    const value = this.value();
    this.bytes = bytes;
    this.view = view;
    this.start = start;
    this.at = at;
    return value;
  }

  private value(): unknown {
    const tag = this.byte();
    switch (tag) {
      case TAG.undefined:
        return undefined;
      case TAG.null:
        return null;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.whole:
        return this.varint();
      case TAG.double:
        return this.double();
      case TAG.known:
        return this.tables.texts[this.varint()];
      case TAG.narrow:
      case TAG.wide:
        return this.text(tag === TAG.narrow);
      case TAG.bigint:
        return BigInt(String(this.value()));
      default:
        return this.object(tag);
    }
  }

  private object(tag: number): unknown {
    switch (tag) {
      case TAG.record:
        return this.record();
      case TAG.list:
        return this.list();
      case TAG.typed:
        return this.typed();
      case TAG.map:
        return this.map();
      case TAG.before:
        return this.before();
      case TAG.shared: {
        const position = this.start + this.at - 1;
        return this.keep(position, this.value());
      }
      default:
        throw new Error(`packed bytes hold tag ${tag}`);
    }
  }

  private record(): unknown {
    const keys = this.tables.shapes[this.varint()] ?? [];
    const record: Record<string, unknown> = {};
    for (const key of keys) record[key] = this.value();
    return record;
  }

  private list(): unknown[] {
    const length = this.varint();
    const list: unknown[] = [];
    for (let i = 0; i < length; i++) list.push(this.value());
    return list;
  }

  private map(): Map<unknown, unknown> {
    const map = new Map<unknown, unknown>();
    for (let left = this.varint(); left > 0; left--) map.set(this.value(), this.value());
    return map;
  }

  private typed(): unknown {
    const Type = TYPED[this.byte()];
    const size = this.varint();
    if (Type === undefined) throw new Error("packed bytes hold an unknown typed array");
    const copy = new Uint8Array(size);
    copy.set(this.bytes.subarray(this.at, this.at + size));
    this.at += size;
    return new Type(copy.buffer);
  }

  private before(): unknown {
    const position = this.double();
    const size = this.varint();
    return this.kept.get(position) ?? this.unpack(position, size);
  }

  private keep(position: number, value: unknown): unknown {
    if (this.kept.size >= KEPT) this.kept.clear();
    this.kept.set(position, value);
    return value;
  }

  private text(narrow: boolean): string {
    const size = this.varint() * (narrow ? 1 : 2);
    const { buffer, byteOffset } = this.bytes;
    const text = Buffer.from(buffer, byteOffset + this.at, size).toString(narrow ? "latin1" : "utf16le");
    this.at += size;
    return text;
  }

  private byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  private double(): number {
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  private varint(): number {
    let value = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.byte();
      value += (byte & 127) * unit;
      if (byte < 128) return value;
    }
  }
}

/** The value of a packet. */
export function unpackPacket({ bytes, tables }: Packet): unknown {
  return new Unpacker(tables, (position, size) => bytes.subarray(position, position + size)).unpack(0, bytes.length);
}
