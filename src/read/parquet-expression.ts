import type { DuckDBType } from "@duckdb/node-api";
import { type DuckDb, quoteName } from "./duckdb.js";

/**
 * SQL that makes of an expression of some type one whose JSON loses nothing: decimals as text, bytes as text where they are
 * UTF-8 (old writers mark no text) and null otherwise, and lists of writers that know no lists out of their wrapping.
 */
export class JsonExpressions {
  /** @param unwrapLists whether `STRUCT(list T[])` is a list: true for files without a single list annotation. */
  constructor(
    readonly api: DuckDb,
    readonly unwrapLists: boolean,
  ) {}

  /** The SQL; the expression itself where nothing is to be changed. */
  of(type: DuckDBType, expression: string, depth = 0): string {
    const { api } = this;
    if (type.typeId === api.DuckDBTypeId.BLOB) return `TRY(decode(${expression}))`;
    if (type.typeId === api.DuckDBTypeId.DECIMAL) return `CAST(${expression} AS VARCHAR)`;
    if (type instanceof api.DuckDBListType || type instanceof api.DuckDBArrayType) {
      const element = `x${depth}`;
      const inner = this.of(type.valueType, element, depth + 1);
      return inner === element ? expression : `list_transform(${expression}, lambda ${element}: ${inner})`;
    }
    return type instanceof api.DuckDBStructType
      ? this.#struct(type.entryNames, type.entryTypes, expression, depth)
      : expression;
  }

  #struct(names: readonly string[], types: readonly DuckDBType[], expression: string, depth: number): string {
    const [first] = types;
    if (this.unwrapLists && names.length === 1 && names[0] === "list" && first instanceof this.api.DuckDBListType) {
      return this.of(first, `${expression}."list"`, depth);
    }
    const fields = names.map((name) => `${expression}.${quoteName(name)}`);
    const made = types.map((type, i) => this.of(type, fields[i] ?? "", depth));
    if (made.every((sql, i) => sql === fields[i])) return expression;
    const members = made.map((sql, i) => `${quoteName(names[i] ?? "")} := ${sql}`);
    return `CASE WHEN ${expression} IS NULL THEN NULL ELSE struct_pack(${members.join(", ")}) END`;
  }
}
