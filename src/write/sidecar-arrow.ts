import type { Data } from "apache-arrow";
import type { SidecarRow } from "../model/sidecar-row.js";
import { type Arrow, loadArrow } from "../read/arrow-library.js";
import { booleanColumn, integerColumn, listColumn, numberColumn, textColumn, textElements } from "./arrow-columns.js";
import { writeArrow } from "./arrow-file.js";
import { idTexts, SIDECAR_COLUMNS, type SidecarColumn } from "./sidecar-columns.js";

/** Writes the sidecar as an Arrow IPC file of one record batch. */
export async function writeSidecarArrow(temporary: string, rows: readonly SidecarRow[]): Promise<void> {
  const arrow = await loadArrow();
  const children = SIDECAR_COLUMNS.map((column) => columnData(arrow, column, rows));
  const fields = SIDECAR_COLUMNS.map(
    ({ name }, i) => new arrow.Field(name, children[i]?.type ?? new arrow.Null(), true),
  );
  const schema = new arrow.Schema(fields);
  await writeArrow(arrow, temporary, "arrow-file", async (write, open) => {
    open(schema);
    const data = arrow.makeData({ type: new arrow.Struct(fields), children, length: rows.length, nullCount: 0 });
    await write(new arrow.RecordBatch(schema, data));
  });
}

function columnData(arrow: Arrow, column: SidecarColumn, rows: readonly SidecarRow[]): Data {
  switch (column.kind) {
    case "text":
      return textColumn(arrow, rows.map(column.of));
    case "id": {
      const text = idTexts(rows, column.of);
      return textColumn(
        arrow,
        rows.map((row) => text(column.of(row))),
      );
    }
    case "integer":
      return integerColumn(arrow, rows.map(column.of));
    case "number":
      return numberColumn(arrow, rows.map(column.of));
    case "boolean":
      return booleanColumn(arrow, rows.map(column.of));
    case "texts":
      return listColumn(arrow, rows.map(column.of), textElements(arrow));
  }
}
