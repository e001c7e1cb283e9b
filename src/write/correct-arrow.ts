import type { Data, Field, RecordBatch, Schema } from "apache-arrow";
import { piecesText } from "../json/pieces.js";
import { InputError } from "../model/errors.js";
import type { CorrectionOf, RowCorrection } from "../model/row-correction.js";
import { type ArrowFile, arrowBatches } from "../read/arrow-batches.js";
import { type Arrow, loadArrow } from "../read/arrow-library.js";
import { booleanColumn, listColumn, numberColumn, numberElements, textColumn } from "./arrow-columns.js";
import { writeArrow } from "./arrow-file.js";
import { floatTokens } from "./float-tokens.js";
import { isNewColumn, NEW_COLUMNS, refuseOldCorrections } from "./new-columns.js";

/**
 * Writes an Arrow file again with the correction columns after its own, which stay as they are.
 * @throws InputError where it has such columns already and `force` is off, or types that cannot be written.
 */
export async function correctArrow(
  file: ArrowFile,
  temporary: string,
  correctionOf: CorrectionOf,
  force: boolean,
): Promise<void> {
  const arrow = await loadArrow();
  let rows = 0;
  await writeArrow(arrow, temporary, file.format, async (write, open) => {
    let made: Schema | null = null;
    const onOpen = ({ schema }: { readonly schema: Schema }) => {
      const { fields } = schema;
      refuseOldCorrections(file.path, names(fields), force);
      refuseUnions(arrow, file.path, fields);
      made = withColumns(arrow, schema);
      open(made);
    };
    for await (const batch of arrowBatches(file, onOpen)) {
      const first = rows;
      const corrections = Array.from({ length: batch.numRows }, (_, i) => correctionOf(first + i));
      rows += batch.numRows;
      if (made !== null) await write(corrected(arrow, batch, made, corrections));
    }
  });
  await checkRows(file, temporary, rows);
}

function names(fields: readonly Field[]): string[] {
  return fields.map(({ name }) => name);
}

/** The library writes unions wrong. */
function refuseUnions(arrow: Arrow, path: string, fields: readonly Field[]): void {
  for (const { name, type } of fields) {
    if (arrow.DataType.isUnion(type))
      throw new InputError(`${path}: the column "${name}" is a union, which cannot be written`);
    refuseUnions(arrow, path, type.children ?? []);
  }
}

/** The library's writer ends a file without a word where it dislikes a batch: what was written is counted. */
async function checkRows(file: ArrowFile, temporary: string, rows: number): Promise<void> {
  let written = 0;
  for await (const batch of arrowBatches({ path: temporary, format: file.format }, () => {})) written += batch.numRows;
  if (written !== rows)
    throw new InputError(`${file.path}: ${written} of its ${rows} rows could be written; turn it into Parquet`);
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
  const data = arrow.makeData({ type: new arrow.Struct(schema.fields), children, length: batch.numRows, nullCount: 0 });
  // the library gives a batch a schema of its own making, and its writer ends the file where that one differs
  return Object.assign(new arrow.RecordBatch(schema, data, batch.metadata), { schema });
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
      column((c) => floatTokens(c.tokenAdvantages)),
      numberElements(arrow, "float"),
    ),
    textColumn(
      arrow,
      column((c) => c.member && piecesText(c.member)),
    ),
  ];
}
