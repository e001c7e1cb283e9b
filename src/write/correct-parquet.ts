import { resolve } from "node:path";
import { InputError } from "../model/errors.js";
import type { InputFile } from "../model/record.js";
import type { CorrectionOf, ParquetLayout } from "../model/row-correction.js";
import { openDuckDb, parquetProblem, parquetTable, quoteName, quoteText } from "../read/duckdb.js";
import { countRows, parquetColumnNames } from "../read/parquet-schema.js";
import { loadHttpfs } from "../read/remote/load-httpfs.js";
import { isNewColumn, refuseOldCorrections } from "./new-columns.js";
import { correctionColumns, correctionSql, registerCorrections } from "./parquet-corrections.js";
import { copyOptions } from "./parquet-layout.js";

/** DuckDB's own column of a row's number, where no column of the file has its name. */
const ROW = "file_row_number";

/**
 * Writes a Parquet file again with the correction columns after its own, which DuckDB passes through with their types.
 * Corrections are looked up by the number of the row, in a projection, which keeps the order of the rows on all threads.
 */
export async function correctParquet(
  { path, remote }: Pick<InputFile, "path" | "remote">,
  temporary: string,
  correctionOf: CorrectionOf,
  options: { readonly force: boolean; readonly parquetLayout: ParquetLayout },
): Promise<void> {
  const duck = await openDuckDb();
  try {
    if (remote !== undefined) await loadHttpfs(duck, path, remote);
    const columns = await parquetColumnNames(duck, path);
    refuseOldCorrections(
      path,
      columns.map(({ name }) => name),
      options.force,
    );
    const renamed = columns.find(({ name, shown }) => name !== shown);
    if (renamed !== undefined) {
      throw new InputError(
        `${path}: the column "${renamed.name}" has the name of another but for case; rename it before correcting`,
      );
    }
    const total = await countRows(duck, path);
    const asked = registerCorrections(duck, correctionOf);
    const kept = columns.filter(({ name }) => !isNewColumn(name)).map(({ shown }) => `p.${quoteName(shown)}`);
    const row = columns.some(({ shown }) => shown.toLowerCase() === ROW) ? "row_number() OVER () - 1" : ROW;
    const copying = duck.connection.run(
      `COPY (SELECT ${[...kept, ...correctionColumns("correction")].join(", ")}
             FROM (SELECT *, ${correctionSql(row)} AS correction FROM ${parquetTable(path)}) p)
       TO ${quoteText(resolve(temporary))} (${await copyOptions(duck, path, options.parquetLayout)})`,
    );
    const copied = await copying.catch((error: unknown) => {
      throw asked.error ?? error;
    });
    if (copied.rowsChanged !== total)
      throw new InputError(`${path}: ${copied.rowsChanged} of its ${total} rows could be read`);
  } catch (error) {
    throw parquetProblem(path, error);
  } finally {
    duck.close();
  }
}
