import { piecesText } from "../json/pieces.js";
import type { CorrectionOf, RowCorrection } from "../model/row-correction.js";
import type { Duck } from "../read/duckdb.js";
import { floatTokens } from "./float-tokens.js";
import { NEW_COLUMNS } from "./new-columns.js";

/** Rows appended at a time: DuckDB's vector size. */
const CHUNK = 2048;

/** Fills the table `corrections` with one row for each row of the file, in order; nulls where a row has none. */
export async function appendCorrections(duck: Duck, rows: number, correctionOf: CorrectionOf): Promise<void> {
  const { BOOLEAN, DOUBLE, DuckDBDataChunk, FLOAT, LIST, listValue, VARCHAR } = duck.api;
  const types = [DOUBLE, BOOLEAN, LIST(DOUBLE), LIST(FLOAT), VARCHAR];
  const columns = NEW_COLUMNS.map((name, i) => `${name} ${types[i]}`);
  await duck.connection.run(`CREATE TABLE corrections (${columns.join(", ")})`);
  const appender = await duck.connection.createAppender("corrections");
  const list = (numbers: ArrayLike<number> | null) =>
    numbers === null ? null : listValue(numbers as readonly number[]);
  for (let start = 0; start < rows; start += CHUNK) {
    const corrections = Array.from({ length: Math.min(CHUNK, rows - start) }, (_, i) => correctionOf(start + i));
    const column = <T>(of: (correction: RowCorrection) => T | null) =>
      corrections.map((c) => (c === null ? null : of(c)));
    const chunk = DuckDBDataChunk.create(types, corrections.length);
    chunk.setColumns([
      column((c) => c.advantage),
      column((c) => c.success),
      column((c) => list(c.turnAdvantages)),
      column((c) => list(floatTokens(c.tokenAdvantages))),
      column((c) => c.member && piecesText(c.member)),
    ]);
    appender.appendDataChunk(chunk);
    appender.flushSync();
  }
  appender.closeSync();
}
