import type { Json, JsonObject } from "./types.js";

/** SPEC section 4: keys in UTF-16 order, no white space, numbers as ECMAScript prints them. */
export function canonical(value: Json): string {
  if (value === null) return "null";
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(own(value, key) ?? null)}`);
  return `{${pairs.join(",")}}`;
}

export function deepEqual(a: Json, b: Json): boolean {
  return canonical(a) === canonical(b);
}

export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;

/** JSON with integers beyond 2^53 kept exact, as bigint. Throws where the text is not JSON. */
export function parse(text: string): Json {
  JSON.parse(text);
  const tokens = text.match(TOKEN) ?? [];
  let next = 0;
  const read = (): Json => {
    const token = tokens[next++] ?? "";
    if (token === "[") return readArray();
    if (token === "{") return readObject();
    if (/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token))) return BigInt(token);
    return JSON.parse(token) as Json;
  };
  const readArray = (): Json[] => {
    const items: Json[] = [];
    while (tokens[next] !== "]") {
      if (tokens[next] === ",") next++;
      items.push(read());
    }
    next++;
    return items;
  };
  const readObject = (): JsonObject => {
    const object: JsonObject = {};
    while (tokens[next] !== "}") {
      if (tokens[next] === ",") next++;
      const key = JSON.parse(tokens[next] ?? "") as string;
      next += 2;
      Object.defineProperty(object, key, { value: read(), enumerable: true, writable: true, configurable: true });
    }
    next++;
    return object;
  };
  return read();
}
