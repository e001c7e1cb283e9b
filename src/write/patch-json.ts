import { CLOSE_ARRAY, COMMA, OPEN_ARRAY } from "../json/bytes.js";
import type { JsonPatch } from "../model/json-patch.js";
import { skipSpace, TopLevelScanner, ValueSkipper } from "../read/top-level.js";

/** New text for a byte range. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The edits that a patch comes to on the JSON value that fills `[start, end)`: no other byte changes.
 * Null where the value has not the shape that the patch was made for.
 */
export function patchEdits(bytes: Buffer, start: number, end: number, patch: JsonPatch): readonly Edit[] | null {
  if (typeof patch === "string") return [{ from: start, to: end, text: patch }];
  const edits: Edit[] = [];
  const byKey = new Map<string | number, readonly [number, number]>();
  const place =
    bytes[start] === OPEN_ARRAY ? elements(bytes, start, end, byKey) : members(bytes, start, end, patch, byKey);
  if (place === null) return null;
  let { empty } = place;
  for (const [key, inner] of patch) {
    const range = byKey.get(key);
    if (range !== undefined) {
      const nested = patchEdits(bytes, range[0], range[1], inner);
      if (nested === null) return null;
      edits.push(...nested);
    } else {
      if (typeof key === "number" || typeof inner !== "string") return null;
      edits.push({ from: place.close, to: place.close, text: `${empty ? "" : ","}${JSON.stringify(key)}:${inner}` });
      empty = false;
    }
  }
  return edits;
}

interface Place {
  /** Offset of the closing brace or bracket. */
  readonly close: number;
  readonly empty: boolean;
}

/** Ranges of the patch's members; of one name the last, which is the one that counts. */
function members(
  bytes: Buffer,
  start: number,
  end: number,
  patch: ReadonlyMap<string | number, JsonPatch>,
  out: Map<string | number, readonly [number, number]>,
): Place | null {
  const keys = [...patch.keys()].map(String);
  const scanner = new TopLevelScanner(keys);
  if (!scanner.scan(bytes, start, end)) return null;
  for (const { key, valueStart, end: stop } of scanner.members.slice(0, scanner.count))
    out.set(keys[key] ?? "", [valueStart, stop]);
  return scanner;
}

function elements(
  bytes: Buffer,
  start: number,
  end: number,
  out: Map<string | number, readonly [number, number]>,
): Place | null {
  const skipper = new ValueSkipper();
  let at = skipSpace(bytes, start + 1, end);
  for (let i = 0; bytes[at] !== CLOSE_ARRAY; i++) {
    const stop = skipper.value(bytes, at, end);
    if (stop < 0) return null;
    out.set(i, [at, stop]);
    at = skipSpace(bytes, stop, end);
    if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1, end);
    else if (bytes[at] !== CLOSE_ARRAY) return null;
  }
  return { close: at, empty: out.size === 0 };
}
