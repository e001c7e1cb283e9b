import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import type { SidecarRow } from "../model/sidecar-row.js";
import { openDuckDb, quoteName, quotePath, quoteText } from "../read/duckdb.js";
import { withNewFile } from "./atomic.js";
import { idTexts, SIDECAR_COLUMNS, type SidecarColumn } from "./sidecar-columns.js";

const SQL_TYPES = {
  text: "VARCHAR",
  id: "VARCHAR",
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  texts: "VARCHAR[]",
} satisfies Record<SidecarColumn["kind"], string>;

/** Writes the sidecar as Parquet, by way of a JSON file beside it. */
export async function writeSidecarParquet(temporary: string, rows: readonly SidecarRow[]): Promise<void> {
  const json = `${temporary}.json.tmp`;
  const duck = await openDuckDb();
  try {
    await withNewFile(json, async (file) => {
      for (const piece of jsonPieces(rows)) await file.writeFile(piece);
    });
    const types = SIDECAR_COLUMNS.map(({ name, kind }) => `${quoteName(name)}: '${SQL_TYPES[kind]}'`);
    const source = `read_json(${quotePath(json)}, format = 'newline_delimited', columns = {${types.join(", ")}})`;
    await duck.connection.run(
      `COPY (FROM ${source}) TO ${quoteText(resolve(temporary))} (FORMAT parquet, USE_TMP_FILE false, COMPRESSION snappy)`,
    );
  } finally {
    duck.close();
    await rm(json, { force: true });
  }
}

function* jsonPieces(rows: readonly SidecarRow[]): Generator<string> {
  const cells = SIDECAR_COLUMNS.map((column) => {
    if (column.kind !== "id") return column.of;
    const text = idTexts(rows, column.of);
    return (row: SidecarRow) => text(column.of(row));
  });
  for (let start = 0; start < rows.length; start += 1000) {
    const lines = rows.slice(start, start + 1000).map((row) => {
      const members = SIDECAR_COLUMNS.map(({ name }, i) => [name, cells[i]?.(row) ?? null]);
      return `${JSON.stringify(Object.fromEntries(members))}\n`;
    });
    yield lines.join("");
  }
}
