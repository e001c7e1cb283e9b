import { canonicalJson } from "../json/canonical.js";
import { isObject } from "../json/field.js";
import { parseJson } from "../json/parse.js";
import { sortedKeys } from "../json/sorted-keys.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import { IDENTITY_KEYS, type KeyKind, type TextMetric } from "../model/names.js";
import type { ToolConfig } from "../model/options.js";
import { type Box, boxOf } from "./box.js";
import type { Interner } from "./interner.js";
import { type PreparedText, TEXT_METRIC_TABLE } from "./text-metrics.js";
import { isUrl, normaliseUrl } from "./url.js";

/** A tool call in the form that is compared: prepared once, compared many times. */
export interface CompiledCall {
  /** Identity keys with their values: equal texts pass the gate (SPEC section 3.3). */
  readonly gate: string;
  /** The other keys, in UTF-16 order. */
  readonly scored: readonly ScoredKey[];
}

export interface ScoredKey {
  readonly key: string;
  readonly weight: number;
  readonly value: ComparedValue;
}

/** A value with its kind. `misfit` is a value that a configured kind does not fit: it scores 0 with everything. */
export type ComparedValue =
  | { readonly kind: "box"; readonly box: Box }
  | { readonly kind: "text" | "texts"; readonly text: PreparedText }
  | { readonly kind: "url" | "number" | "boolean" | "null" | "json"; readonly form: string }
  | { readonly kind: "misfit" };

const DEFAULT_IDENTITY: ReadonlySet<string> = new Set(IDENTITY_KEYS);
const LABEL = "label";

/** Prepares the canonical arguments of a call for comparison (SPEC section 3, steps 1 to 4). */
export function compileCall(
  args: string,
  config: ToolConfig | undefined,
  metric: TextMetric,
  interner: Interner,
): CompiledCall {
  const parsed = parseJson(args);
  const record: JsonObject = isObject(parsed) ? parsed : {};
  const identity: [key: string, form: string][] = [];
  const scored: ScoredKey[] = [];
  for (const key of comparedKeys(record, config)) {
    const value = record[key] ?? null;
    if (isIdentity(key, config)) identity.push([key, identityForm(value)]);
    else {
      const weight = config?.weights.get(key) ?? 1;
      scored.push({ key, weight, value: comparedValue(value, config?.kinds.get(key), metric, interner) });
    }
  }
  return { gate: identity.length === 0 ? "" : JSON.stringify(identity), scored };
}

/** The keys that are not ignored, in UTF-16 order (SPEC section 3, step 1). */
function comparedKeys(record: JsonObject, config: ToolConfig | undefined): string[] {
  let keys = sortedKeys(record);
  if (config !== undefined) keys = keys.filter((key) => !config.ignore.includes(key));
  const isBox = (key: string) => key !== LABEL && kindOf(record[key] ?? null, config?.kinds.get(key)) === "box";
  return keys.includes(LABEL) && keys.some(isBox) ? keys.filter((key) => key !== LABEL) : keys;
}

function isIdentity(key: string, config: ToolConfig | undefined): boolean {
  return config?.identity.includes(key) === true || (DEFAULT_IDENTITY.has(key) && !config?.kinds.has(key));
}

/** Text under which identity values are equal: canonical JSON, of a URL its normal form. */
function identityForm(value: JsonValue): string {
  return canonicalJson(typeof value === "string" && isUrl(value) ? normaliseUrl(value) : value);
}

/** Kind of a value: the configured one if the value fits it (else null), or its own (SPEC section 3.4). */
function kindOf(value: JsonValue, configured: KeyKind | undefined): KeyKind | null {
  if (configured !== undefined) return FITS[configured](value) ? configured : null;
  if (typeof value === "string") return isUrl(value) ? "url" : "text";
  if (FITS.box(value)) return "box";
  return FITS.texts(value) ? "texts" : "json"; // numbers, booleans and null are equal where their JSON is, as all others
}

const FITS = {
  box: (value) => boxOf(value) !== null,
  url: (value) => typeof value === "string" && isUrl(value),
  text: (value) => typeof value === "string",
  texts: (value) => Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string"),
  number: (value) => typeof value === "number" || typeof value === "bigint",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  json: () => true,
} satisfies Record<KeyKind, (value: JsonValue) => boolean>;

function comparedValue(
  value: JsonValue,
  configured: KeyKind | undefined,
  metric: TextMetric,
  interner: Interner,
): ComparedValue {
  const kind = kindOf(value, configured);
  const box = kind === "box" ? boxOf(value) : null;
  if (box !== null) return { kind: "box", box };
  if (kind === null || kind === "box") return { kind: "misfit" };
  if (kind === "text" || kind === "texts") {
    const strings = (Array.isArray(value) ? value : [value]).map(String);
    return { kind, text: TEXT_METRIC_TABLE[metric].prepare(strings, interner) };
  }
  return { kind, form: kind === "url" ? normaliseUrl(String(value)) : canonicalJson(value) };
}
