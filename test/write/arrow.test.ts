import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as arrow from "apache-arrow";
import { afterAll, describe, expect, test } from "vitest";
import type { RowCorrection } from "../../src/model/row-correction.js";
import { listInputs } from "../../src/read/inputs.js";
import { readRows } from "../../src/read/rows.js";
import { writeCorrected } from "../../src/write/correct-file.js";
import { collect } from "../read/memory-source.js";
import { runsOf } from "./runs-of.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const json = (row: number) => `{"row":${row}}`;
const tokens = (row: number) => (row % 2 === 0 ? [0.1, row, row, 0.1] : null);

const runsOfRow = (numbers: readonly number[] | null) => numbers && runsOf(numbers);
const floats = (numbers: readonly number[] | null) => numbers && Array.from(numbers, Math.fround);

function correction(row: number): RowCorrection {
  return {
    member: [json(row)],
    advantage: row / 3,
    success: row % 2 === 0,
    turnAdvantages: row % 3 === 0 ? [] : [-0.1, row],
    tokenAdvantages: runsOfRow(tokens(row)),
  };
}

function columnsOf(row: number): Record<string, unknown> {
  const { advantage, success, turnAdvantages } = correction(row);
  return {
    tapo_advantage: advantage,
    tapo_success: success,
    tapo_turn_advantages: turnAdvantages,
    tapo_token_advantages: floats(tokens(row)),
    tapo: json(row),
  };
}

const MOMENT = 1577836800123456n;

/** A table of three batches with what is easily lost: 64-bit integers, microseconds, decimals, dictionaries, metadata. */
function makeTable(rows = 700): arrow.Table {
  const indices = Array.from({ length: rows }, (_, i) => i);
  const vectors: Record<string, arrow.Vector> = {
    big: arrow.makeVector(BigInt64Array.from(indices, (i) => 9007199254740993n + BigInt(i))),
    text: arrow.vectorFromArray(
      indices.map((i) => (i % 5 === 0 ? null : `é${i}`)),
      new arrow.Utf8(),
    ),
    word: arrow.vectorFromArray(
      indices.map((i) => (i % 2 === 0 ? "even" : "odd")),
      new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
    ),
    moment: new arrow.Vector([
      arrow.makeData({
        type: new arrow.Timestamp(arrow.TimeUnit.MICROSECOND, "UTC"),
        data: BigInt64Array.from(indices, (i) => MOMENT + BigInt(i)),
      }),
    ]),
    messages: arrow.vectorFromArray(
      indices.map((i) => [{ role: "user", content: i % 3 === 0 ? null : `${i}` }]),
      new arrow.List(
        new arrow.Field(
          "item",
          new arrow.Struct([
            new arrow.Field("role", new arrow.Utf8(), true),
            new arrow.Field("content", new arrow.Utf8(), true),
          ]),
          true,
        ),
      ),
    ),
    mask: arrow.vectorFromArray(
      indices.map((i) => [1, 0, i % 2]),
      new arrow.List(new arrow.Field("item", new arrow.Int8(), true)),
    ),
    __proto__x: arrow.makeVector(Int32Array.from(indices)),
  };
  const table = new arrow.Table(vectors);
  const schema = new arrow.Schema(table.schema.fields, new Map([["huggingface", '{"a":1}']]));
  const whole = new arrow.Table(schema, table.batches);
  return new arrow.Table(
    schema,
    [whole.slice(0, 300), whole.slice(300, 301), whole.slice(301)].flatMap((part) => part.batches),
  );
}

function expectedRow(i: number): Record<string, unknown> {
  return {
    big: 9007199254740993n + BigInt(i),
    text: i % 5 === 0 ? null : `é${i}`,
    word: i % 2 === 0 ? "even" : "odd",
    moment: `2020-01-01 00:00:00.${String(123456 + i).replace(/0+$/, "")}+00`,
    messages: [{ role: "user", content: i % 3 === 0 ? null : `${i}` }],
    mask: [1, 0, i % 2],
    __proto__x: i,
  };
}

async function valuesOf(path: string, fields: readonly string[] | null = null): Promise<unknown[]> {
  const [file] = await listInputs([path]);
  if (file === undefined) throw new Error("no input");
  return (await collect(readRows(file, { fields }))).map((row) => ("value" in row ? row.value : row.reason));
}

describe.each(["file", "stream"] as const)("Arrow IPC %s", (kind) => {
  const path = join(folder, `in-${kind}.arrow`);
  writeFileSync(path, arrow.tableToIPC(makeTable(), kind));

  test("every type becomes JSON without loss", async () => {
    const [file] = await listInputs([path]);
    expect(file?.format).toBe(`arrow-${kind}`);
    const rows = Array.from({ length: 700 }, (_, i) => i);
    expect(await valuesOf(path)).toEqual(rows.map(expectedRow));
    expect(await valuesOf(path, ["__proto__x"])).toEqual(rows.map((i) => ({ __proto__x: i })));
  });

  test("corrections are columns behind the others, in the same kind of file", async () => {
    const [file] = await listInputs([path]);
    if (file === undefined) throw new Error("no input");
    const out = join(folder, `out-${kind}.arrow`);
    await writeCorrected(file, out, (row) => (row === 5 ? null : correction(row)), {
      force: false,
      parquetLayout: "default",
    });
    const nulls = Object.fromEntries(Object.keys(columnsOf(0)).map((name) => [name, null]));
    expect(await valuesOf(out)).toEqual(
      Array.from({ length: 700 }, (_, i) => ({ ...expectedRow(i), ...(i === 5 ? nulls : columnsOf(i)) })),
    );
    const [again] = await listInputs([out]);
    expect(again?.format).toBe(file.format);
    const [before, after] = [arrow.tableFromIPC(readFileSync(path)), arrow.tableFromIPC(readFileSync(out))];
    expect(after.batches.map((batch) => batch.numRows)).toEqual(before.batches.map((batch) => batch.numRows));
    expect(after.schema.metadata).toEqual(before.schema.metadata);
    expect(after.schema.fields.slice(0, 7).map(String)).toEqual(before.schema.fields.map(String));
    expect(after.schema.fields.slice(7).map(String)).toEqual([
      "tapo_advantage: Float64",
      "tapo_success: Bool",
      "tapo_turn_advantages: List<Float64>",
      "tapo_token_advantages: List<Float32>",
      "tapo: Utf8",
    ]);
    if (again === undefined) throw new Error("no input");
    const write = (force: boolean) =>
      writeCorrected(again, `${out}.2`, correction, { force, parquetLayout: "default" });
    await expect(write(false)).rejects.toThrow(/already has a column "tapo_advantage"; use --force/);
    await write(true);
    expect((await valuesOf(`${out}.2`))[5]).toEqual({ ...expectedRow(5), ...columnsOf(5) });
  });

  test("no rows are no rows", async () => {
    const empty = join(folder, `empty-${kind}.arrow`);
    writeFileSync(empty, arrow.tableToIPC(makeTable().slice(0, 0), kind));
    const [file] = await listInputs([empty]);
    if (file === undefined) throw new Error("no input");
    await writeCorrected(file, `${empty}.out`, correction, { force: false, parquetLayout: "default" });
    expect(await valuesOf(`${empty}.out`)).toEqual([]);
    expect(arrow.tableFromIPC(readFileSync(`${empty}.out`)).schema.fields).toHaveLength(12);
  });

  test("a file that is cut off is an error that names it", async () => {
    const cut = join(folder, `cut-${kind}.arrow`);
    const bytes = readFileSync(path);
    writeFileSync(cut, bytes.subarray(0, bytes.length - 9000));
    await expect(valuesOf(cut)).rejects.toThrow(/cut-.*: cannot be read as Arrow/);
  });
});
