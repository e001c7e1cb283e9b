import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { CorrectionOf, JsonPieces, RowCorrection } from "../model/row-correction.js";
import type { Duck, DuckDb } from "../read/duckdb.js";
import { floatRuns } from "./float-tokens.js";
import { NEW_COLUMNS } from "./new-columns.js";

const FUNCTION = "tapo_correction";

/**
 * Makes the function that gives a row's correction by its number: of member and tokens how often each piece stands, since
 * DuckDB repeats them faster, and on all its threads. A projection keeps the order of rows, which no join but the
 * positional one, on one thread, does. What it throws ends the statement; DuckDB keeps only the text, so the error itself
 * is in what is returned.
 */
export function registerCorrections(duck: Duck, correctionOf: CorrectionOf): { error: unknown } {
  const failure: { error: unknown } = { error: null };
  const { BIGINT, DuckDBScalarFunction } = duck.api;
  const { type, toValue } = correctionType(duck.api);
  const made = DuckDBScalarFunction.create({
    name: FUNCTION,
    parameterTypes: [BIGINT],
    returnType: type,
    mainFunction(info, rows, out) {
      const numbers = rows.getColumnVector(0);
      try {
        for (let i = 0; i < rows.rowCount; i++) {
          const correction = correctionOf(Number(numbers.getItem(i)));
          out.setItem(i, correction && toValue(correction));
        }
        out.flush();
      } catch (error) {
        failure.error ??= error;
        info.setError(String(error));
      }
    },
  });
  duck.connection.registerScalarFunction(made);
  return failure;
}

/** The correction of the row whose number is `row`, as an expression to be read from by `correctionColumns`. */
export function correctionSql(row: string): string {
  return `${FUNCTION}(${row})`;
}

/** The expressions of the new columns, in their order, of a column that holds corrections. */
export function correctionColumns(column: string): string[] {
  const repeated = (list: string, times: string, repeat: string) =>
    `list_transform(list_zip(${column}.${list}, ${column}.${times}), lambda x: ${repeat})`;
  const unlessNull = (list: string, sql: string) => `CASE WHEN ${column}.${list} IS NOT NULL THEN ${sql} END`;
  const [advantage, success, turns, tokens, member] = NEW_COLUMNS;
  return [
    `${column}.advantage AS ${advantage}`,
    `${column}.success AS ${success}`,
    `${column}.turns AS ${turns}`,
    `${unlessNull("lengths", `flatten(${repeated("numbers", "lengths", "list_resize([]::FLOAT[], x[2], x[1])")})`)} AS ${tokens}`,
    `${unlessNull("pieces", `array_to_string(${repeated("pieces", "times", "repeat(x[1], x[2])")}, '')`)} AS ${member}`,
  ];
}

function correctionType({ BOOLEAN, DOUBLE, FLOAT, INTEGER, LIST, listValue, STRUCT, structValue, VARCHAR }: DuckDb): {
  readonly type: DuckDBType;
  readonly toValue: (correction: RowCorrection) => DuckDBValue;
} {
  const numbers = (list: ArrayLike<number> | undefined) => (list ? listValue(list as readonly number[]) : null);
  const type = STRUCT({
    advantage: DOUBLE,
    success: BOOLEAN,
    turns: LIST(DOUBLE),
    numbers: LIST(FLOAT),
    lengths: LIST(INTEGER),
    pieces: LIST(VARCHAR),
    times: LIST(INTEGER),
  });
  return {
    type,
    toValue({ advantage, success, turnAdvantages, tokenAdvantages, member }) {
      const tokens = floatRuns(tokenAdvantages);
      return structValue({
        advantage,
        success,
        turns: numbers(turnAdvantages ?? undefined),
        numbers: numbers(tokens?.values),
        lengths: numbers(tokens?.lengths),
        pieces: member && listValue(member.map(pieceText)),
        times: member && numbers(member.map(pieceTimes)),
      });
    },
  };
}

function pieceText(piece: JsonPieces[number]): string {
  if (typeof piece === "string") return piece;
  if ("times" in piece) return piece.text;
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString("utf8");
}

function pieceTimes(piece: JsonPieces[number]): number {
  return typeof piece === "object" && "times" in piece ? piece.times : 1;
}
