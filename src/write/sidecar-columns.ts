import { canonicalJson } from "../json/canonical.js";
import type { Id } from "../model/id.js";
import type { JsonValue } from "../model/json.js";
import type { SidecarRow } from "../model/sidecar-row.js";

/** A column of the sidecar, the same for every format. */
export type SidecarColumn = { readonly name: string } & (
  | { readonly kind: "text"; readonly of: (row: SidecarRow) => string }
  | { readonly kind: "id"; readonly of: (row: SidecarRow) => Id }
  | { readonly kind: "integer" | "number"; readonly of: (row: SidecarRow) => number | null }
  | { readonly kind: "boolean"; readonly of: (row: SidecarRow) => boolean }
  | { readonly kind: "texts"; readonly of: (row: SidecarRow) => readonly string[] }
);

/** CONTRACT, `--sidecar`: names and order. */
export const SIDECAR_COLUMNS: readonly SidecarColumn[] = [
  { name: "path", kind: "text", of: (row) => row.path },
  { name: "row", kind: "integer", of: (row) => row.row },
  { name: "batch", kind: "id", of: (row) => row.batch },
  { name: "group", kind: "id", of: (row) => row.group },
  { name: "rollout", kind: "id", of: (row) => row.rollout },
  { name: "turn", kind: "integer", of: (row) => row.turn },
  { name: "char_start", kind: "integer", of: (row) => row.charStart },
  { name: "char_end", kind: "integer", of: (row) => row.charEnd },
  { name: "token_start", kind: "integer", of: (row) => row.tokenStart },
  { name: "token_end", kind: "integer", of: (row) => row.tokenEnd },
  { name: "base_advantage", kind: "number", of: (row) => row.baseAdvantage },
  { name: "advantage", kind: "number", of: (row) => row.advantage },
  { name: "corrected", kind: "boolean", of: (row) => row.corrected },
  { name: "tools", kind: "texts", of: (row) => row.tools },
  { name: "similarity", kind: "number", of: (row) => row.similarity },
  { name: "support", kind: "number", of: (row) => row.support },
  { name: "transfer", kind: "number", of: (row) => row.transfer },
  { name: "witness_row", kind: "integer", of: (row) => row.witnessRow },
  { name: "witness_turn", kind: "integer", of: (row) => row.witnessTurn },
];

/**
 * How the ids of a column become text, for formats whose columns have one type: strings as they are where the column has
 * no other ids, else canonical JSON for all of them, so that `"42"` and `42` stay different. The missing id is null.
 */
export function idTexts(rows: readonly SidecarRow[], of: (row: SidecarRow) => Id): (id: Id) => string | null {
  const plain = rows.every((row) => {
    const id = of(row);
    return id === null || typeof id === "string";
  });
  return (id) => (id === null ? null : plain && typeof id === "string" ? id : canonicalJson(id as JsonValue));
}
