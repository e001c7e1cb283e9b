import type { Data, RecordBatch, Schema } from "apache-arrow";
import type { CorrectionOf, RowCorrection } from "../model/row-correction.js";
import { type ArrowFile, arrowBatches } from "../read/arrow.js";
import { type Arrow, loadArrow } from "../read/arrow-library.js";
import { booleanColumn, listColumn, numberColumn, numberElements, textColumn } from "./arrow-columns.js";
import { writeArrow } from "./arrow-file.js";
import { isNewColumn, NEW_COLUMNS, refuseOldCorrections } from "./new-columns.js";

/** Writes an Arrow file again with the correction columns after its own, which stay as they are. */
export async function correctArrow(
  file: ArrowFile,
  temporary: string,
  correctionOf: CorrectionOf,
  force: boolean,
): Promise<void> {
  const arrow = await loadArrow();
  await writeArrow(arrow, temporary, file.format, async (write, open) => {
    let made: Schema | null = null;
    let row = 0;
    const onOpen = (schema: Schema) => {
      refuseOldCorrections(
        file.path,
        schema.fields.map(({ name }) => name),
        force,
      );
      made = withColumns(arrow, schema);
      open(made);
    };
    for await (const batch of arrowBatches(file, ({ schema }) => onOpen(schema))) {
      const first = row;
      const corrections = Array.from({ length: batch.numRows }, (_, i) => correctionOf(first + i));
      row += batch.numRows;
      if (made !== null) await write(corrected(arrow, batch, made, corrections));
    }
  });
}

function withColumns(arrow: Arrow, schema: Schema): Schema {
  const types = newData(arrow, []).map((data) => data.type);
  const added = NEW_COLUMNS.map((name, i) => new arrow.Field(name, types[i] ?? new arrow.Null(), true));
  const kept = schema.fields.filter(({ name }) => !isNewColumn(name));
  return new arrow.Schema([...kept, ...added], schema.metadata, schema.dictionaries, schema.metadataVersion);
}

function corrected(
  arrow: Arrow,
  batch: RecordBatch,
  schema: Schema,
  corrections: readonly (RowCorrection | null)[],
): RecordBatch {
  const kept = batch.data.children.filter((_, i) => !isNewColumn(batch.schema.fields[i]?.name ?? ""));
  const children = [...kept, ...newData(arrow, corrections)];
  const type = new arrow.Struct(schema.fields);
  return new arrow.RecordBatch(
    schema,
    arrow.makeData({ type, children, length: batch.numRows, nullCount: 0 }),
    batch.metadata,
  );
}

/** The new columns in the order of `NEW_COLUMNS`. */
function newData(arrow: Arrow, corrections: readonly (RowCorrection | null)[]): Data[] {
  const column = <T>(of: (correction: RowCorrection) => T | null) =>
    corrections.map((c) => (c === null ? null : of(c)));
  return [
    numberColumn(
      arrow,
      column((c) => c.advantage),
    ),
    booleanColumn(
      arrow,
      column((c) => c.success),
    ),
    listColumn(
      arrow,
      column((c) => c.turnAdvantages),
      numberElements(arrow, "double"),
    ),
    listColumn(
      arrow,
      column((c) => c.tokenAdvantages),
      numberElements(arrow, "float"),
    ),
    textColumn(
      arrow,
      column((c) => c.json),
    ),
  ];
}
