import type { Data, DataType, Dictionary, FixedSizeList, Struct } from "apache-arrow";
import type { JsonObject, JsonValue } from "../model/json.js";
import type { Arrow } from "./arrow-library.js";
import { dateText, timestampText, timeText } from "./moment-text.js";
import { setOwn } from "./set-own.js";

/** The value at an index, as JSON: exact integers, moments and decimals as text, bytes as text where they are UTF-8, else null. */
export type ValueAt = (index: number) => JsonValue;

const UTF8 = new TextDecoder("utf-8", { fatal: true });
/** Ticks a second by Arrow's unit number: second, milli, micro, nano. */
const PER_SECOND = [1n, 1000n, 1000000n, 1000000000n];

/** Compiles one array of a record batch into a getter. */
export function arrowValues(arrow: Arrow, data: Data): ValueAt {
  const get = nonNull(arrow, data);
  // a union has no nulls of its own, whatever older files say
  return data.nullCount === 0 || arrow.DataType.isUnion(data.type) ? get : (i) => (data.getValid(i) ? get(i) : null);
}

function nonNull(arrow: Arrow, data: Data): ValueAt {
  const { DataType: is } = arrow;
  const type: DataType = data.type;
  if (is.isNull(type)) return () => null;
  if (is.isBool(type))
    return (i) => ((data.values[(data.offset + i) >> 3] ?? 0) & (1 << ((data.offset + i) & 7))) !== 0;
  if (is.isInt(type) || (is.isFloat(type) && type.precision > 0)) return (i) => safeInteger(data.values[i]);
  if (is.isUtf8(type) || is.isLargeUtf8(type)) return (i) => utf8At(data, i);
  if (is.isBinary(type) || is.isLargeBinary(type)) return (i) => textOrNull(bytesAt(data, i));
  if (is.isList(type) || is.isLargeList(type)) return listValues(arrow, data);
  if (is.isFixedSizeList(type)) return fixedListValues(arrow, data, type);
  if (is.isStruct(type)) return structValues(arrow, data, type);
  if (is.isMap(type)) return mapValues(arrow, data);
  if (is.isDictionary(type)) return dictionaryValues(arrow, data, type);
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
  return otherValues(arrow, data);
}

function floorDivide(value: bigint, by: bigint): bigint {
  return value >= 0n ? value / by : -((by - 1n - value) / by);
}

/** Types met seldom (views, half floats, unions, intervals), through the library's own access. */
function otherValues(arrow: Arrow, data: Data): ValueAt {
  const vector = arrow.makeVector(data);
  return (i) => plain(vector.get(i));
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

function bytesAt(data: Data, i: number): Uint8Array {
  return data.values.subarray(Number(data.valueOffsets[i]), Number(data.valueOffsets[i + 1]));
}

function utf8At(data: Data, i: number): string {
  const bytes = bytesAt(data, i);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return UTF8.decode(bytes);
  } catch {
    return null;
  }
}

function listValues(arrow: Arrow, data: Data): ValueAt {
  const [child] = data.children;
  const element = child === undefined ? () => null : arrowValues(arrow, child);
  return (i) => range(element, Number(data.valueOffsets[i]), Number(data.valueOffsets[i + 1]));
}

function fixedListValues(arrow: Arrow, data: Data, type: FixedSizeList): ValueAt {
  const [child] = data.children;
  const element = child === undefined ? () => null : arrowValues(arrow, child);
  return (i) => range(element, i * type.listSize, (i + 1) * type.listSize);
}

function range(element: ValueAt, start: number, end: number): JsonValue[] {
  const list: JsonValue[] = [];
  for (let i = start; i < end; i++) list.push(element(i));
  return list;
}

function structValues(arrow: Arrow, data: Data, type: Struct): ValueAt {
  const members = data.children.map((child, i) => ({
    name: type.children[i]?.name ?? "",
    get: arrowValues(arrow, child),
  }));
  return (i) => {
    const record: JsonObject = {};
    for (const { name, get } of members) setOwn(record, name, get(i));
    return record;
  };
}

/** A map as an object under the text of its keys. */
function mapValues(arrow: Arrow, data: Data): ValueAt {
  const [keys, values] = data.children[0]?.children.map((child) => arrowValues(arrow, child)) ?? [];
  return (i) => {
    const record: JsonObject = {};
    for (let entry = Number(data.valueOffsets[i]); entry < Number(data.valueOffsets[i + 1]); entry++) {
      setOwn(record, String(keys?.(entry) ?? null), values?.(entry) ?? null);
    }
    return record;
  };
}

function dictionaryValues(arrow: Arrow, data: Data, _type: Dictionary): ValueAt {
  const parts = (data.dictionary?.data ?? []).map((part) => ({ length: part.length, get: arrowValues(arrow, part) }));
  return (i) => {
    let index = Number(data.values[i]);
    for (const { length, get } of parts) {
      if (index < length) return get(index);
      index -= length;
    }
    return null;
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
