import type { Data, DataType, Dictionary, FixedSizeList, Struct } from "apache-arrow";
import { setOwn } from "../json/set-own.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { Arrow } from "./arrow-library.js";
import { dateText, timestampText, timeText } from "./moment-text.js";
import type { RowWeight } from "./row-weight.js";

/** The value at an index, as JSON: exact integers, moments and decimals as text, bytes as text where they are UTF-8, else null. */
export type ValueAt = (index: number) => JsonValue;

const UTF8 = new TextDecoder("utf-8", { fatal: true });
/** Ticks a second by Arrow's unit number: second, milli, micro, nano. */
const PER_SECOND = [1n, 1000n, 1000000n, 1000000000n];

/**
 * Compiles one array of a record batch into a getter, which adds what it makes to `weight`.
 * @throws Error where offsets lie outside of what they point into.
 */
export function arrowValues(arrow: Arrow, data: Data, weight: RowWeight): ValueAt {
  const get = nonNull(arrow, data, weight);
  // a union has no nulls of its own, whatever older files say
  return data.nullCount === 0 || arrow.DataType.isUnion(data.type) ? get : (i) => (data.getValid(i) ? get(i) : null);
}

function nonNull(arrow: Arrow, data: Data, weight: RowWeight): ValueAt {
  const { DataType: is } = arrow;
  const type: DataType = data.type;
  if (is.isNull(type)) return () => null;
  if (is.isBool(type))
    return (i) => ((data.values[(data.offset + i) >> 3] ?? 0) & (1 << ((data.offset + i) & 7))) !== 0;
  if (is.isInt(type) || (is.isFloat(type) && type.precision > 0)) return (i) => safeInteger(data.values[i]);
  if (is.isUtf8(type) || is.isLargeUtf8(type)) return utf8Values(data, weight);
  if (is.isBinary(type) || is.isLargeBinary(type)) return binaryValues(data, weight);
  if (is.isList(type) || is.isLargeList(type)) return listValues(arrow, data, weight);
  if (is.isFixedSizeList(type)) return fixedListValues(arrow, data, type, weight);
  if (is.isStruct(type)) return structValues(arrow, data, type, weight);
  if (is.isMap(type)) return mapValues(arrow, data, weight);
  if (is.isDictionary(type)) return dictionaryValues(arrow, data, type, weight);
  if (is.isTimestamp(type)) {
    const zone = type.timezone ? "+00" : "";
    return (i) => timestampText(BigInt(data.values[i]), PER_SECOND[type.unit] ?? 1n) + zone;
  }
  if (is.isDate(type))
    return (i) =>
      dateText(
        type.unit === arrow.DateUnit.DAY ? BigInt(data.values[i]) : floorDivide(BigInt(data.values[i]), 86400000n),
      );
  if (is.isTime(type)) return (i) => timeText(BigInt(data.values[i]), PER_SECOND[type.unit] ?? 1n);
  if (is.isDuration(type)) return (i) => safeInteger(data.values[i]);
  if (is.isDecimal(type)) return (i) => decimalText(data.values, i, type.bitWidth, type.scale);
  return otherValues(arrow, data, weight);
}

function floorDivide(value: bigint, by: bigint): bigint {
  return value >= 0n ? value / by : -((by - 1n - value) / by);
}

/** Types met seldom (views, half floats, unions, intervals), through the library's own access. */
function otherValues(arrow: Arrow, data: Data, weight: RowWeight): ValueAt {
  const vector = arrow.makeVector(data);
  return (i) => {
    const value: unknown = vector.get(i);
    if (typeof value === "string" || value instanceof Uint8Array) weight.add(value.length);
    return plain(value);
  };
}

function plain(value: unknown): JsonValue {
  if (value instanceof Uint8Array) return textOrNull(value);
  if (typeof value === "bigint" || typeof value === "number") return safeInteger(value);
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

/** A `bigint` within the safe range as a number; numbers as they are. */
function safeInteger(value: unknown): JsonValue {
  if (typeof value === "number") return value;
  if (typeof value !== "bigint") return null;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Offsets never fall and stay within what they point into, else few bytes could stand for many. */
function checkedOffsets(data: Data, end: number): ArrayLike<number | bigint> {
  const offsets: ArrayLike<number | bigint> = data.valueOffsets;
  if (data.length === 0) return offsets;
  let before: number | bigint = offsets[0] ?? -1;
  if (before < 0) throw new Error("an offset lies outside of its array");
  for (let i = 1; i <= data.length; i++) {
    const offset = offsets[i] ?? -1;
    if (offset < before) throw new Error("an offset lies before another one that comes first");
    before = offset;
  }
  if (before > end) throw new Error("an offset lies outside of its array");
  return offsets;
}

function binaryAt(data: Data, weight: RowWeight): (i: number) => Buffer {
  const values: Uint8Array = data.values ?? new Uint8Array(0);
  const offsets = checkedOffsets(data, values.length);
  return (i) => {
    const [start, end] = [Number(offsets[i]), Number(offsets[i + 1])];
    weight.add(end - start);
    return Buffer.from(values.buffer, values.byteOffset + start, end - start);
  };
}

function utf8Values(data: Data, weight: RowWeight): ValueAt {
  const bytesAt = binaryAt(data, weight);
  return (i) => bytesAt(i).toString("utf8");
}

function binaryValues(data: Data, weight: RowWeight): ValueAt {
  const bytesAt = binaryAt(data, weight);
  return (i) => textOrNull(bytesAt(i));
}

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

function listValues(arrow: Arrow, data: Data, weight: RowWeight): ValueAt {
  const [child] = data.children;
  const element = child === undefined ? () => null : arrowValues(arrow, child, weight);
  const offsets = checkedOffsets(data, child?.length ?? 0);
  return (i) => range(element, Number(offsets[i]), Number(offsets[i + 1]), weight);
}

function fixedListValues(arrow: Arrow, data: Data, type: FixedSizeList, weight: RowWeight): ValueAt {
  const [child] = data.children;
  const element = child === undefined ? () => null : arrowValues(arrow, child, weight);
  return (i) => range(element, i * type.listSize, (i + 1) * type.listSize, weight);
}

function range(element: ValueAt, start: number, end: number, weight: RowWeight): JsonValue[] {
  weight.add(ELEMENT * (end - start));
  const list: JsonValue[] = [];
  for (let i = start; i < end; i++) list.push(element(i));
  return list;
}

/** Bytes of a list's element. */
const ELEMENT = 8;

function structValues(arrow: Arrow, data: Data, type: Struct, weight: RowWeight): ValueAt {
  const members = data.children.map((child, i) => ({
    name: type.children[i]?.name ?? "",
    get: arrowValues(arrow, child, weight),
  }));
  return (i) => {
    weight.add(ELEMENT * members.length);
    const record: JsonObject = {};
    for (const { name, get } of members) setOwn(record, name, get(i));
    return record;
  };
}

/** A map as an object under the text of its keys. */
function mapValues(arrow: Arrow, data: Data, weight: RowWeight): ValueAt {
  const [entries] = data.children;
  const [keys, values] = entries?.children.map((child) => arrowValues(arrow, child, weight)) ?? [];
  const offsets = checkedOffsets(data, entries?.length ?? 0);
  return (i) => {
    const record: JsonObject = {};
    const [start, end] = [Number(offsets[i]), Number(offsets[i + 1])];
    weight.add(ELEMENT * (end - start));
    for (let entry = start; entry < end; entry++)
      setOwn(record, String(keys?.(entry) ?? null), values?.(entry) ?? null);
    return record;
  };
}

function dictionaryValues(arrow: Arrow, data: Data, _type: Dictionary, weight: RowWeight): ValueAt {
  const parts = (data.dictionary?.data ?? []).map((part) => ({
    length: part.length,
    get: arrowValues(arrow, part, weight),
  }));
  const valueAt = (index: number): JsonValue => {
    let left = index;
    for (const { length, get } of parts) {
      if (left < length) return get(left);
      left -= length;
    }
    throw new Error("an index lies outside of its dictionary");
  };
  const texts = new Map<number, string>(); // a text is made once, however often rows name it
  return (i) => {
    const index = Number(data.values[i]);
    const known = texts.get(index);
    if (known !== undefined) return known;
    const value = valueAt(index);
    if (typeof value === "string") texts.set(index, value);
    return value;
  };
}

/** Little-endian two's complement words as a decimal number with all its digits. */
function decimalText(words: Uint32Array, index: number, bits: number, scale: number): string {
  const count = bits / 32;
  let value = 0n;
  for (let word = count - 1; word >= 0; word--) value = (value << 32n) | BigInt(words[index * count + word] ?? 0);
  value = BigInt.asIntN(bits, value);
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
