import type { RecordBatch } from "apache-arrow";
import { setOwn } from "../json/set-own.js";
import type { JsonObject } from "../model/json.js";
import type { RawRow } from "../model/record.js";
import { type ArrowFile, arrowBatches, arrowProblem } from "./arrow-batches.js";
import { type Arrow, loadArrow } from "./arrow-library.js";
import { arrowValues } from "./arrow-values.js";
import { RowWeight } from "./row-weight.js";

/** Rows made at a time and about their bytes, so that a batch of a million rows is not a million values at once. */
const BATCH = 256;
const BATCH_BYTES = 1 << 24;

/** Rows of an Arrow IPC file or stream, in order. Only the columns asked for become values. */
export async function* readArrow(
  file: ArrowFile,
  options: { readonly fields: readonly string[] | null; readonly onBytes?: ((n: number) => void) | undefined },
): AsyncGenerator<readonly RawRow[]> {
  const arrow = await loadArrow();
  let first = 0;
  for await (const batch of arrowBatches(file, () => {}, options.onBytes)) {
    try {
      yield* rowsOf(arrow, batch, options.fields, first);
    } catch (error) {
      throw arrowProblem(file.path, error);
    }
    first += batch.numRows;
  }
}

function* rowsOf(
  arrow: Arrow,
  batch: RecordBatch,
  fields: readonly string[] | null,
  first: number,
): Generator<RawRow[]> {
  const weight = new RowWeight();
  const columns = batch.schema.fields.flatMap(({ name }, i) => {
    const data = batch.data.children[i];
    return data !== undefined && (fields?.includes(name) ?? true)
      ? [{ name, get: arrowValues(arrow, data, weight) }]
      : [];
  });
  let rows: RawRow[] = [];
  for (let i = 0; i < batch.numRows; i++) {
    const value: JsonObject = {};
    for (const { name, get } of columns) setOwn(value, name, get(i));
    weight.endRow();
    rows.push({ row: first + i, value, bytes: null });
    if (rows.length < BATCH && weight.sum < BATCH_BYTES) continue;
    yield rows;
    rows = [];
    weight.takeSum();
  }
  if (rows.length > 0) yield rows;
}
