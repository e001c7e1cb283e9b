import { InputError } from "../model/errors.js";
import type { InputFile } from "../model/record.js";
import type { CorrectionOf, ParquetLayout } from "../model/row-correction.js";
import { openDuckDb, parquetProblem, parquetTable, quoteName, quoteText } from "../read/duckdb.js";
import { countRows, parquetColumnNames } from "../read/parquet-schema.js";
import { loadHttpfs } from "../read/remote/load-httpfs.js";
import { isNewColumn, NEW_COLUMNS, refuseOldCorrections } from "./new-columns.js";
import { appendCorrections } from "./parquet-corrections.js";
import { copyOptions } from "./parquet-layout.js";

/**
 * Writes a Parquet file again with the correction columns after its own, which DuckDB passes through with their types.
 * Corrections are joined by position, the one join that promises the order of the rows.
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
    await appendCorrections(duck, total, correctionOf);
    const kept = columns.filter(({ name }) => !isNewColumn(name)).map(({ shown }) => `p.${quoteName(shown)}`);
    const added = NEW_COLUMNS.map((name) => `c.${name}`);
    const copied = await duck.connection.run(
      `COPY (SELECT ${[...kept, ...added].join(", ")} FROM ${parquetTable(path)} p POSITIONAL JOIN corrections c)
       TO ${quoteText(temporary)} (${await copyOptions(duck, path, options.parquetLayout)})`,
    );
    if (copied.rowsChanged !== total)
      throw new InputError(`${path}: ${copied.rowsChanged} of its ${total} rows could be read`);
  } catch (error) {
    throw parquetProblem(path, error);
  } finally {
    duck.close();
  }
}
