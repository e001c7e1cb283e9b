import { canonical, deepEqual, own } from "./json.js";
import { textSimilarity } from "./text.js";
import type { Call, Json, JsonObject, Kind, Metric, Options, ToolOptions } from "./types.js";

const IDENTITY = new Set(
  (
    "image img image_idx img_idx image_index image_id image_path image_url file file_path path " +
    "page_id section_id doc_id document_id id url"
  ).split(" "),
);

export type Similarity = (a: Call, b: Call) => number;

/** `sim(a, b)` of SPEC section 3 for two well-formed calls. Remembers what it computed: the log has many equal calls. */
export function makeSimilarity(options: Options): Similarity {
  const known = new Map<string, number>();
  return (a, b) => {
    if (a.tool !== b.tool) return 0;
    if (a.args === null || b.args === null) throw new Error("malformed calls have no similarity");
    const key = JSON.stringify([a.tool, a.canonical, b.canonical]);
    const value = known.get(key) ?? compare(a.args, b.args, options.tools.get(a.tool), options.textMetric);
    known.set(key, value);
    return value;
  };
}

function compare(a: JsonObject, b: JsonObject, config: ToolOptions | undefined, metric: Metric): number {
  const left = remainingKeys(a, config);
  const right = remainingKeys(b, config);
  const all = [...new Set([...left, ...right])].sort();
  let sum = 0;
  let weights = 0;
  for (const key of all) {
    const x = left.has(key) ? own(a, key) : undefined;
    const y = right.has(key) ? own(b, key) : undefined;
    if (isIdentity(key, config)) {
      if (x === undefined || y === undefined || !sameIdentity(x, y)) return 0;
      continue;
    }
    const weight = config?.weights.get(key) ?? 1;
    const score = x === undefined || y === undefined ? 0 : scoreValues(x, y, config?.kinds.get(key), metric);
    sum += weight * score;
    weights += weight;
  }
  return weights === 0 ? 1 : sum / weights;
}

function remainingKeys(args: JsonObject, config: ToolOptions | undefined): Set<string> {
  const keys = new Set(Object.keys(args).filter((key) => !config?.ignore.includes(key)));
  const isBox = (key: string) => (config?.kinds.get(key) ?? "box") === "box" && boxOf(own(args, key)) !== null;
  if ([...keys].some((key) => key !== "label" && isBox(key))) keys.delete("label");
  return keys;
}

function isIdentity(key: string, config: ToolOptions | undefined): boolean {
  if (config?.identity.includes(key)) return true;
  return IDENTITY.has(key) && !config?.kinds.has(key);
}

function sameIdentity(x: Json, y: Json): boolean {
  if (isUrl(x) && isUrl(y)) return normaliseUrl(x) === normaliseUrl(y);
  return deepEqual(x, y);
}

function scoreValues(x: Json, y: Json, configured: Kind | undefined, metric: Metric): number {
  const kind = configured ?? kindOf(x);
  if (configured === undefined && kindOf(y) !== kind) return 0;
  switch (kind) {
    case "box": {
      const [a, b] = [boxOf(x), boxOf(y)];
      return a && b ? intersectionOverUnion(a, b) : 0;
    }
    case "url":
      return isUrl(x) && isUrl(y) && normaliseUrl(x) === normaliseUrl(y) ? 1 : 0;
    case "text":
      return typeof x === "string" && typeof y === "string" ? textSimilarity([x], [y], metric) : 0;
    case "texts":
      return isTexts(x) && isTexts(y) ? textSimilarity(x, y, metric) : 0;
    case "number":
      return isNumber(x) && isNumber(y) && deepEqual(x, y) ? 1 : 0;
    case "boolean":
      return typeof x === "boolean" && x === y ? 1 : 0;
    case "null":
      return x === null && y === null ? 1 : 0;
    case "json":
      return canonical(x) === canonical(y) ? 1 : 0;
  }
}

function kindOf(value: Json): Kind {
  if (boxOf(value)) return "box";
  if (isUrl(value)) return "url";
  if (typeof value === "string") return "text";
  if (isTexts(value)) return "texts";
  if (isNumber(value)) return "number";
  if (typeof value === "boolean") return "boolean";
  return value === null ? "null" : "json";
}

function isNumber(value: Json): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function isTexts(value: Json): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string");
}

function isUrl(value: Json): value is string {
  return typeof value === "string" && /^https?:\/\//i.test(value);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box with its corners in order; null for any other value. */
function boxOf(value: Json | undefined): Box | null {
  if (!Array.isArray(value) || value.length !== 4) return null;
  if (!value.every((item) => isNumber(item) && Number.isFinite(Number(item)))) return null;
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = value.map(Number);
  return { left: Math.min(x1, x2), top: Math.min(y1, y2), right: Math.max(x1, x2), bottom: Math.max(y1, y2) };
}

function area(box: Box): number {
  return (box.right - box.left) * (box.bottom - box.top);
}

function intersectionOverUnion(a: Box, b: Box): number {
  if (area(a) === 0 || area(b) === 0) {
    return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom ? 1 : 0;
  }
  const width = Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left));
  const height = Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
  return (width * height) / (area(a) + area(b) - width * height);
}

/** SPEC section 3, `url`: textual normalisation, no percent-decoding, no dot-segments. */
export function normaliseUrl(url: string): string {
  const noFragment = url.split("#", 1)[0] ?? "";
  const colon = noFragment.indexOf("://");
  const scheme = noFragment.slice(0, colon).toLowerCase();
  const rest = noFragment.slice(colon + 3);
  const question = rest.indexOf("?");
  const beforeQuery = question < 0 ? rest : rest.slice(0, question);
  const query = question < 0 ? "" : rest.slice(question + 1);
  const slash = beforeQuery.indexOf("/");
  const authority = slash < 0 ? beforeQuery : beforeQuery.slice(0, slash);
  const at = authority.lastIndexOf("@") + 1;
  let host = authority.slice(0, at) + authority.slice(at).toLowerCase();
  let path = slash < 0 ? "" : beforeQuery.slice(slash);
  const port = scheme === "http" ? ":80" : ":443";
  if (host.endsWith(port)) host = host.slice(0, -port.length);
  while (path.endsWith("/")) path = path.slice(0, -1);
  const pieces = query.split("&").filter((piece) => piece !== "");
  pieces.sort();
  return `${scheme}://${host}${path}${pieces.length > 0 ? `?${pieces.join("&")}` : ""}`;
}
