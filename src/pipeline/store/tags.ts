/** What the byte before a packed value says of it. */
export const TAG = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  /** A whole number, 0 to 2^31 - 1, as a varint. */
  whole: 4,
  double: 5,
  /** Length and bytes of a text whose units are all below 256. */
  narrow: 6,
  /** Length and UTF-16 units: also for halves of surrogate pairs. */
  wide: 7,
  /** Index of a text that is in the table. */
  known: 8,
  bigint: 9,
  list: 10,
  /** Index of the shape, then the members' values. */
  record: 11,
  /** Kind, length and bytes. */
  typed: 12,
  map: 13,
  /** Position and size of a value that was packed before. */
  before: 14,
  /** The value behind it may be referred to later. */
  shared: 15,
} as const;

/** Typed arrays by kind. Their bytes are in the machine's order: packed bytes never leave it. */
export const TYPED = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  BigInt64Array,
  BigUint64Array,
] as const;

/** What packed values share: needed to read them. */
export interface Tables {
  /** Names of the members of each kind of object. */
  readonly shapes: readonly (readonly string[])[];
  /** Short texts that occur often: names of tools. */
  readonly texts: readonly string[];
}

/** Packed bytes that can be read without anything else, and sent to another thread. */
export interface Packet {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly tables: Tables;
}
