import type { JsonObject } from "../model/json.js";
import type { Format } from "../model/record.js";
import type { Detection, Dialect } from "./dialect.js";
import { DIALECTS } from "./registry.js";

export interface DetectedDialect extends Detection {
  readonly dialect: Dialect;
  /** The other dialects that the log might be, likeliest first. */
  readonly others: readonly { readonly name: string; readonly confidence: number }[];
}

/**
 * The dialect that fits a file's first records best; of equals the first in the registry. Null where none fits.
 * `map` is `--map`. `sample`: the first records of the file, with all their fields; a few are enough.
 */
export function detectDialect(
  sample: readonly JsonObject[],
  file: { readonly path: string; readonly format: Format },
  map: ReadonlyMap<string, string> = new Map(),
): DetectedDialect | null {
  const scored = Object.values(DIALECTS)
    .map((dialect) => ({ dialect, ...dialect.detect(sample, { path: file.path, format: file.format, map }) }))
    .filter(({ confidence }) => confidence > 0)
    .sort((a, b) => b.confidence - a.confidence);
  const [best, ...rest] = scored;
  if (best === undefined) return null;
  return { ...best, others: rest.map(({ dialect, confidence }) => ({ name: dialect.name, confidence })) };
}
