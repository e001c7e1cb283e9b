import { escapeUnseen } from "../json/unseen.js";

/**
 * JSON text of a result: two spaces a level, keys in the order they were put in, so the same result gives the same bytes.
 * `bigint` ids print as JSON numbers (`JSON.stringify` throws on them); undefined members are left out, as `JSON.stringify` does.
 * @throws TypeError on NaN, infinities and values that JSON has no form for: an undefined figure is null with a reason, never NaN.
 */
export function toJson(value: unknown): string {
  return `${write(value, "\n", "result")}\n`;
}

function write(value: unknown, newline: string, path: string): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "boolean":
      return String(value);
    case "bigint":
      return value.toString();
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${path} is ${value}, which JSON cannot hold`);
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : writeObject(value, newline, path);
    default:
      throw new TypeError(`${path} is ${typeof value}, which JSON cannot hold`);
  }
}

function writeObject(value: object, newline: string, path: string): string {
  const inner = `${newline}  `;
  if (Array.isArray(value)) {
    const items = value.map((item, i) => write(item ?? null, inner, `${path}[${i}]`));
    return items.length === 0 ? "[]" : `[${inner}${items.join(`,${inner}`)}${newline}]`;
  }
  if (value instanceof Map || value instanceof Set) throw new TypeError(`${path} is no plain object`);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${quoted(key)}: ${write(member, inner, `${path}.${key}`)}`);
  return members.length === 0 ? "{}" : `{${inner}${members.join(`,${inner}`)}${newline}}`;
}

function quoted(text: string): string {
  return escapeUnseen(JSON.stringify(text));
}
