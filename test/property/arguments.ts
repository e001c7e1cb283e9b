import type { Json, JsonObject } from "../reference/types.js";
import type { Random } from "./random.js";

export const TOOLS = ["search", "zoom", "visit", "grep", "mixed", "image_search", "__proto__", "constructor"] as const;

/** Few words, so that similarities tie and clusters meet. */
const TEXTS = [
  "red car",
  "red car",
  "red bus",
  "Red  CAR!",
  "red car bus",
  "car",
  "blue",
  "blue red car bus",
  "",
  "?!",
  " ?! ",
  "…",
  "ﬁnd Ｃａｒ",
  "find car",
  "東京タワー",
  "東京 tower",
  "京都",
  "カフェ",
  "ｶﾌｪ",
  "😀",
  "😀 car",
  "café",
  "cafe\u0301",
  "İstanbul",
  "istanbul",
  "ΣΑΣ",
  "42",
  "４２",
  "3.14",
  "x\u0000y",
  "toString",
  "__proto__",
] as const;
const URLS = [
  "http://a.org/x",
  "HTTP://A.org:80/x/",
  "http://a.org/x#top",
  "http://a.org/x?b=2&a=1",
  "http://a.org/x?a=1&&b=2",
  "https://a.org/x",
  "https://a.org:443/x//",
  "http://a.org/X",
  "http://a.org",
  "http://a.org/",
  "http://a.org/?",
  "http://a.org/%78",
  "a.org/x",
  "http://",
] as const;
const BOXES: readonly [number[], ...number[][]] = [
  [0, 0, 4, 4],
  [0, 0, 4, 4],
  [4, 4, 0, 0],
  [0, 0, 4, 2],
  [0, 0, 2, 2],
  [2, 2, 6, 6],
  [10, 10, 14, 14],
  [1, 1, 1, 5],
  [1, 5, 1, 1],
  [1, 1, 1, 4],
  [3, 3, 3, 3],
  [-0, 0, 4, 4],
  [0.5, 0.5, 3.5, 3.5],
  [0, 0, 0.1, 0.3],
];

export function drawText(random: Random): string {
  return random.pick(TEXTS);
}

export function drawBox(random: Random): Json {
  return [...random.pick(BOXES)];
}

/** A value of any kind. */
export function drawValue(random: Random): Json {
  const kinds: [() => Json, ...(() => Json)[]] = [
    () => drawText(random),
    () => random.pick(URLS),
    () => drawBox(random),
    () => Array.from({ length: random.int(3) }, () => drawText(random)),
    () => random.pick<Json>([0, -0, 1, 1.5, -1, 1e-7, 1e20, 9007199254740993n, 9007199254740992n, -9007199254740993n]),
    () => random.pick<Json>([true, false, null]),
    () =>
      random.pick<Json>([
        [],
        {},
        [1, 2],
        [1, "1"],
        [0, 0, 4],
        [0, 0, 4, "4"],
        { a: 1, b: { c: [] } },
        { b: { c: [] }, a: 1 },
      ]),
  ];
  return random.pick(kinds)();
}

type Entry = readonly [key: string, value: Json];

function drawEntries(random: Random, tool: string): Entry[] {
  const maybe = (p: number, ...entry: Entry): Entry[] => (random.chance(p) ? [entry] : []);
  switch (tool) {
    case "search":
      return [["query", drawText(random)], ...maybe(0.2, "top_k", random.pick([3, 5])), ...maybe(0.1, "lang", "en")];
    case "zoom":
      return [
        ["bbox_2d", random.chance(0.9) ? drawBox(random) : [0, 0, 4]],
        ...maybe(0.5, "label", drawText(random)),
        ...maybe(0.4, "image_idx", random.pick<Json>([0, 0, 1, "0", null])),
      ];
    case "visit":
      return [["url", random.pick(URLS)], ...maybe(0.3, "goal", drawText(random))];
    case "grep":
      return [
        ["patterns", Array.from({ length: 1 + random.int(2) }, () => drawText(random))],
        ...maybe(0.4, "path", random.pick(["/a", "/b"])),
        ...maybe(0.3, "options", random.pick<Json>([{ i: true }, { i: false }, {}])),
      ];
    case "image_search":
      return maybe(0.1, "label", drawText(random));
    case "mixed":
      return [
        ["v", drawValue(random)],
        ...maybe(0.3, "w", drawValue(random)),
        ...maybe(0.2, "__proto__", drawValue(random)),
        ...maybe(0.1, "constructor", drawValue(random)),
        ...maybe(0.1, "label", drawText(random)),
        ...maybe(0.1, "id", drawValue(random)),
      ];
    default:
      return [["q", drawText(random)], ...maybe(0.3, "__proto__", drawText(random)), ...maybe(0.2, "toString", 1)];
  }
}

/** The member `arguments` of a call, in any of the forms that logs have; undefined where it is left out. */
export function drawArguments(random: Random, tool: string): Json | undefined {
  if (random.chance(0.06)) {
    const malformed: [Json, ...Json[]] = ['{"query": "red', "[1, 2]", '"text"', "12", "red car", [1], 7, true, "{} {}"];
    return random.pick(malformed);
  }
  if (random.chance(0.05)) return random.pick<Json | undefined>([undefined, null, "", " \n", "null", '""', "{}"]);
  return present(random, drawEntries(random, tool));
}

/** Arguments as a JSON string or as an object, keys in any order. */
export function present(random: Random, entries: readonly Entry[]): Json {
  const shuffled = random.shuffle(entries);
  const object: JsonObject = {};
  for (const [key, value] of shuffled) {
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return random.chance(0.6) ? print(random, object) : object;
}

/** JSON text as a model might write it: keys as they stand, `42.0` for `42` now and then, white space here and there. */
function print(random: Random, value: Json): string {
  const space = random.chance(0.3) ? " " : "";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") {
    if (Object.is(value, -0)) return "-0";
    return Number.isInteger(value) && Math.abs(value) < 1e6 && random.chance(0.2) ? value.toFixed(1) : String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => print(random, item)).join(`,${space}`)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.keys(value).map((key) => `${JSON.stringify(key)}:${space}${print(random, value[key] ?? null)}`);
  return `{${pairs.join(`,${space}`)}}`;
}
