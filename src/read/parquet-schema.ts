import { type Duck, parquetTable, quotePath } from "./duckdb.js";

/** A column of a Parquet file. */
export interface ColumnName {
  /** As the file has it. */
  readonly name: string;
  /** As DuckDB shows it: another where two names differ only in case. */
  readonly shown: string;
}

interface Node {
  readonly name: string;
  readonly children: number;
  readonly annotatedList: boolean;
}

/** Rows that the file's metadata promises. */
export async function countRows(duck: Duck, path: string): Promise<number> {
  const counted = await duck.connection.runAndReadAll(`SELECT count(*) FROM ${parquetTable(path)}`);
  return Number(counted.getRows()[0]?.[0] ?? 0);
}

export async function parquetColumnNames(duck: Duck, path: string): Promise<ColumnName[]> {
  const described = await duck.connection.run(`SELECT * FROM ${parquetTable(path)} LIMIT 0`);
  const names = topLevelNames(await schemaNodes(duck, path));
  return described.columnNames().map((shown, i) => ({ name: names[i] ?? shown, shown }));
}

/** Whether the file's writer marks lists as lists; parquetjs, for one, does not. */
export async function marksLists(duck: Duck, path: string): Promise<boolean> {
  return (await schemaNodes(duck, path)).some((node) => node.annotatedList);
}

async function schemaNodes(duck: Duck, path: string): Promise<Node[]> {
  const tree = await duck.connection.runAndReadAll(
    `SELECT name, num_children, converted_type, logical_type FROM parquet_schema(${quotePath(path)})`,
  );
  return tree.getRows().map(([name, children, converted, logical]) => ({
    name: String(name),
    children: Number(children ?? 0),
    annotatedList: converted === "LIST" || /^List/.test(String(logical)),
  }));
}

/** Names of the root's children; the nodes are listed depth first. */
function topLevelNames(nodes: readonly Node[]): string[] {
  const names: string[] = [];
  let open = 0;
  for (const { name, children } of nodes.slice(1)) {
    if (open === 0) names.push(name);
    else open--;
    open += children;
  }
  return names;
}
