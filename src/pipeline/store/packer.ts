import { type Packet, TAG, type Tables, TYPED } from "./tags.js";

/** Longest text that is looked for in the table, and most texts in it. */
const SHORT = 32;
const MOST_TEXTS = 1024;
/** Typed arrays from this size on, in bytes, are written once however often they occur. */
const WORTH_SHARING = 64;
/** Bytes that a tag, and the numbers behind it, take at most. */
const ROOM = 32;
const NARROW = /^[\0-\xff]*$/;

interface Shape {
  readonly index: number;
  readonly keys: readonly string[];
  /** Its objects hold a typed array themselves: they are as large, and shared as often. */
  holdsTyped: boolean;
}

/** Where something was written. */
interface Written {
  readonly position: number;
  readonly size: number;
}

/**
 * Packs plain values as bytes: numbers, texts, lists, typed arrays, maps, and objects whose members are named by the
 * program, never by a log. What is large and occurs twice, being the same object, is written once.
 * @throws TypeError for any other value.
 */
export class Packer {
  private bytes = Buffer.allocUnsafeSlow(1 << 16);
  private view = viewOf(this.bytes);
  private at = 0;
  /** Bytes taken away so far. */
  private taken = 0;
  private readonly shapes: Shape[] = [];
  private readonly texts = new Map<string, number>();
  private readonly written = new Map<object, Written>();

  /** Bytes packed and not taken yet. */
  get size(): number {
    return this.at;
  }

  get tables(): Tables {
    return {
      shapes: this.shapes.map(({ keys }) => keys),
      texts: [...this.texts.keys()],
    };
  }

  /** Packs a value behind those before it; gives its position among the bytes of all. */
  pack(value: unknown): number {
    const position = this.taken + this.at;
    this.value(value);
    return position;
  }

  /** The bytes packed since they were last taken: good until the next value is packed. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.bytes.buffer, 0, this.at);
    this.taken += this.at;
    this.at = 0;
    return bytes;
  }

  /** From here on nothing refers to what was packed before, and objects packed before are let go. */
  forget(): void {
    this.written.clear();
  }

  private value(value: unknown): void {
    this.grow(ROOM);
    if (typeof value === "string") this.text(value);
    else if (typeof value === "number") this.number(value);
    else if (value === null) this.byte(TAG.null);
    else if (value === undefined) this.byte(TAG.undefined);
    else if (typeof value === "boolean") this.byte(value ? TAG.true : TAG.false);
    else if (typeof value === "object") this.object(value);
    else if (typeof value === "bigint") {
      this.byte(TAG.bigint);
      this.text(String(value));
    } else throw new TypeError(`cannot pack a ${typeof value}`);
  }

  private number(value: number): void {
    if (value >= 0 && (value | 0) === value && !Object.is(value, -0)) {
      this.byte(TAG.whole);
      this.varint(value);
      return;
    }
    this.byte(TAG.double);
    this.double(value);
  }

  private text(value: string): void {
    const { length } = value;
    const index = length <= SHORT ? this.textIndex(value) : -1;
    if (index >= 0) {
      this.byte(TAG.known);
      this.varint(index);
      return;
    }
    const narrow = NARROW.test(value);
    this.grow(2 * length + ROOM);
    this.byte(narrow ? TAG.narrow : TAG.wide);
    this.varint(length);
    this.at += this.bytes.write(value, this.at, narrow ? "latin1" : "utf16le");
  }

  private textIndex(value: string): number {
    const known = this.texts.get(value);
    if (known !== undefined) return known;
    if (this.texts.size >= MOST_TEXTS) return -1;
    this.texts.set(value, this.texts.size);
    return this.texts.size - 1;
  }

  private object(value: object): void {
    if (ArrayBuffer.isView(value)) {
      if (value.byteLength < WORTH_SHARING) this.typed(value);
      else this.once(value, () => this.typed(value));
    } else if (Array.isArray(value)) this.list(value);
    else if (value instanceof Map) this.map(value);
    else {
      const shape = this.shapeOf(value);
      const members = value as Readonly<Record<string, unknown>>;
      if (shape.holdsTyped) this.once(value, () => this.record(shape, members));
      else this.record(shape, members);
    }
  }

  /** Writes what has not been written since `forget`, or says where it was. */
  private once(value: object, write: () => void): void {
    const known = this.written.get(value);
    if (known !== undefined) {
      this.byte(TAG.before);
      this.double(known.position);
      this.varint(known.size);
      return;
    }
    const position = this.taken + this.at;
    this.byte(TAG.shared);
    write();
    this.written.set(value, {
      position,
      size: this.taken + this.at - position,
    });
  }

  private list(values: readonly unknown[]): void {
    this.byte(TAG.list);
    this.varint(values.length);
    for (const value of values) this.value(value);
  }

  private record(shape: Shape, value: Readonly<Record<string, unknown>>): void {
    this.byte(TAG.record);
    this.varint(shape.index);
    for (const key of shape.keys) this.value(value[key]);
  }

  private shapeOf(value: object): Shape {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype) throw new TypeError("cannot pack an object of a class");
    const keys = Object.keys(value);
    const known = this.shapes.find((shape) => sameKeys(shape.keys, keys));
    if (known !== undefined) return known;
    const shape = {
      index: this.shapes.length,
      keys,
      holdsTyped: Object.values(value).some(ArrayBuffer.isView),
    };
    this.shapes.push(shape);
    return shape;
  }

  private typed(value: ArrayBufferView): void {
    const kind = TYPED.findIndex((type) => value instanceof type);
    if (kind < 0) throw new TypeError("cannot pack this kind of typed array");
    this.grow(value.byteLength + ROOM);
    this.byte(TAG.typed);
    this.byte(kind);
    this.varint(value.byteLength);
    this.bytes.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), this.at);
    this.at += value.byteLength;
  }

  private map(value: ReadonlyMap<unknown, unknown>): void {
    this.byte(TAG.map);
    this.varint(value.size);
    for (const [key, item] of value) {
      this.value(key);
      this.value(item);
    }
  }

  private byte(value: number): void {
    this.bytes[this.at++] = value;
  }

  private double(value: number): void {
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  private varint(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.byte((rest % 128) + 128);
    this.byte(rest);
  }

  private grow(more: number): void {
    if (this.at + more <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.at + more, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
    this.view = viewOf(grown);
  }
}

/** Packs one value by itself. */
export function packetOf(value: unknown): Packet {
  const packer = new Packer();
  packer.pack(value);
  return { bytes: packer.take(), tables: packer.tables };
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
