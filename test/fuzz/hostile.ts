import type { Random } from "../property/random.js";
import type { Json, JsonObject } from "../reference/types.js";

/** What a log may hold to break whoever reads it. A `<tapo-xss` in HTML, or a cell that begins so, is a fault. */
export const MARK = "<tapo-xss";
const STRINGS = [
  "__proto__",
  "constructor",
  "toString",
  "\u001b[31mred\u001b[0m",
  "\u001b]0;title\u0007",
  "\u009b2J",
  "\u202eabc",
  "\ud800",
  "\u0000",
  `"'>${MARK} onerror=alert(1)>`,
  `</script>${MARK}>`,
  '=HYPERLINK("http://x")',
  "+1+1",
  "-1+1",
  "@SUM(A1)",
  "\t=1",
  "\r\n=1",
  '"; DROP TABLE corrections; --',
  "'; SELECT 1; --",
  "../../../../etc/passwd",
  "/etc/passwd",
  "file:///etc/passwd",
  "http://127.0.0.1:9/",
  "$" + "{jndi:ldap://x}",
  "{{7*7}}",
  "|cell|\n|---|",
  "a".repeat(5000),
  "<tool_call>",
  '<tool_call>{"name":"__proto__","arguments":{"__proto__":{"polluted":1}}}</tool_call>',
  "<answer>\\boxed{</answer>",
  "",
  " ",
] as const;
const NUMBERS = [0, -0, 1e308, -1e308, 5e-324, 2 ** 53, 1.5, -1, 1e21, 9007199254740993n] as const;

export function hostileValue(random: Random): Json {
  return random.pick<() => Json>([
    () => random.pick(STRINGS),
    () => random.pick(STRINGS),
    () => random.pick(NUMBERS),
    () => random.pick<Json>([null, true, false, [], {}, [[]], [null]]),
    () => Array.from({ length: random.int(4) }, () => hostileValue(random)),
    () => hostileObject(random),
  ])();
}

function hostileObject(random: Random): JsonObject {
  const out: JsonObject = {};
  for (let i = random.int(4); i > 0; i--) setOwn(out, random.pick(STRINGS), hostileValue(random));
  return out;
}

export function setOwn(object: JsonObject, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

/** A copy of a value with a few members replaced, renamed, dropped or doubled, each with probability `p`. */
export function mutate(random: Random, value: Json, p: number): Json {
  if (random.chance(p)) return hostileValue(random);
  if (typeof value === "string") return random.chance(p) ? spliced(random, value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.flatMap((item) => (random.chance(p / 2) ? [] : [mutate(random, item, p)]));
    return items.length > 0 && random.chance(p / 2) ? [...items, random.pick(items as [Json, ...Json[]])] : items;
  }
  const out: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (random.chance(p / 2)) continue;
    setOwn(out, random.chance(p / 2) ? random.pick(STRINGS) : key, mutate(random, member, p));
  }
  return out;
}

/** A text with something hostile in its middle. */
function spliced(random: Random, text: string): string {
  const at = random.int(text.length + 1);
  return text.slice(0, at) + random.pick(STRINGS) + text.slice(at + random.int(4));
}

/** JSON text of a value, bigints as digits. */
export function print(value: Json): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : JSON.stringify(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(print).join(",")}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}:${print(member)}`)
    .join(",")}}`;
}

/** Bytes with flips, cuts, doublings and pieces of themselves in other places. */
export function mutateBytes(random: Random, bytes: Uint8Array): Buffer {
  let out = Buffer.from(bytes);
  for (let n = 1 + random.int(8); n > 0; n--) {
    const at = random.int(out.length + 1);
    const length = random.pick([1, 1, 2, 4, 8, 64, 1024]);
    const [before, piece, after] = [out.subarray(0, at), out.subarray(at, at + length), out.subarray(at + length)];
    out = random.pick([
      () => Buffer.concat([before, Buffer.from(piece).map(() => random.int(256)), after]),
      () => Buffer.concat([before, Buffer.from(piece).map((byte) => byte ^ (1 << random.int(8))), after]),
      () => Buffer.concat([before, after]),
      () => Buffer.concat([before, piece, piece, after]),
      () =>
        Buffer.concat([
          before,
          Buffer.from(random.pick(['"', "{", "}", "[", "]", ",", "\n", "\0", "\\", "1e999", "NaN"])),
          after,
        ]),
      () => Buffer.from(before),
    ])();
  }
  return out;
}

/** Bytes with a few aligned words that are lengths, offsets or counts of another size, as binary formats have them. */
export function mutateWords(random: Random, bytes: Uint8Array): Buffer {
  const out = Buffer.from(bytes);
  for (let n = 1 + random.int(3); n > 0; n--) {
    const at = random.int(Math.floor(out.length / 8)) * 8;
    random.pick([
      () => out.writeBigInt64LE(random.pick([0n, -1n, 2n ** 20n, 2n ** 31n, 2n ** 40n, 2n ** 62n]), at),
      () => out.writeInt32LE(random.pick([0, 1, -1, -2, 1 << 20, 1 << 28, 0x7fffffff]), at + 4 * random.int(2)),
      () => out.writeInt16LE(random.int(64), at + 2 * random.int(4)),
      () => out.copyWithin(at, random.int(out.length), random.int(out.length)),
    ])();
  }
  return out;
}
