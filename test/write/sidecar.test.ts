import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { SidecarRow } from "../../src/model/sidecar-row.js";
import { listInputs } from "../../src/read/inputs.js";
import { readRows } from "../../src/read/rows.js";
import { writeSidecar } from "../../src/write/sidecar.js";
import { SIDECAR_COLUMNS } from "../../src/write/sidecar-columns.js";
import { collect } from "../read/memory-source.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const FIRST: SidecarRow = {
  path: "a.jsonl",
  row: 0,
  batch: 12,
  group: "42",
  rollout: "=cmd()",
  turn: 0,
  charStart: 3,
  charEnd: 9,
  tokenStart: null,
  tokenEnd: null,
  baseAdvantage: -0.1,
  advantage: -1e-7,
  corrected: true,
  tools: ["search", 'a,"b'],
  similarity: 1 / 3,
  support: 0.5,
  transfer: 0.25,
  witnessRow: 7,
  witnessTurn: 1,
};
const SECOND: SidecarRow = {
  ...FIRST,
  row: 1,
  batch: null,
  group: 42,
  rollout: "\u00e9\n",
  charStart: null,
  charEnd: null,
  corrected: false,
  tools: [],
  similarity: null,
  support: null,
  transfer: 0,
  witnessRow: null,
  witnessTurn: null,
};

/** A row under the names of the columns, with ids as columnar formats have them. */
function flat(row: SidecarRow, ids: Record<string, unknown>): Record<string, unknown> {
  return { ...Object.fromEntries(SIDECAR_COLUMNS.map((column) => [column.name, column.of(row)])), ...ids };
}

async function write(name: string, rows: readonly SidecarRow[]): Promise<string> {
  const path = join(folder, name);
  await writeSidecar(path, rows, { force: false });
  return path;
}

async function read(path: string): Promise<unknown[]> {
  const [file] = await listInputs([path]);
  if (file === undefined) throw new Error("no input");
  return (await collect(readRows(file, { fields: null }))).map((row) => ("value" in row ? row.value : row.reason));
}

describe("writeSidecar", () => {
  test("JSONL keeps the types of ids", async () => {
    expect(await read(await write("a.jsonl", [FIRST, SECOND]))).toEqual([flat(FIRST, {}), flat(SECOND, {})]);
  });

  test("CSV: quoted by RFC 4180, formulas disarmed, nulls empty, ids of mixed types as JSON", async () => {
    const text = readFileSync(await write("a.csv", [FIRST, SECOND]), "utf8");
    expect(text).toBe(
      `${SIDECAR_COLUMNS.map((column) => column.name).join(",")}\n` +
        `a.jsonl,0,12,"""42""",'=cmd(),0,3,9,,,-0.1,-1e-7,true,"search;a,""b",0.3333333333333333,0.5,0.25,7,1\n` +
        `a.jsonl,1,,42,"\u00e9\n",0,,,,,-0.1,-1e-7,false,,,,0,,\n`,
    );
  });

  test.each(["-1", "+x", "@a", "\tx", "\rx", "\uff1dx", "\uff0bx", "\uff0dx", "\uff20x"])(
    "CSV: the text %j is disarmed, numbers are not",
    async (group) => {
      const text = readFileSync(await write(`f${group.charCodeAt(0)}.csv`, [{ ...FIRST, group, batch: -3 }]), "utf8");
      expect(text).toContain(`a.jsonl,0,-3,${`'${group}`.replace("\r", "\\u000d")},`);
    },
  );

  test.each(["csv", "jsonl"])(
    "%s: controls of names and ids show as escapes, no terminal obeys them",
    async (extension) => {
      const name = "a\u001b[31m\u009b2J\u0007\r\u202eb\u007f";
      const text = readFileSync(
        await write(`controls.${extension}`, [{ ...FIRST, group: name, tools: [name] }]),
        "utf8",
      );
      expect(text).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
      expect(text.split("\\u001b[31m\\u009b2J\\u0007")).toHaveLength(3);
    },
  );

  test.each(["parquet", "arrow"])("%s has typed columns, ids as text", async (extension) => {
    const texts = [{ batch: "12", group: '"42"' }, { group: "42" }];
    expect(await read(await write(`a.${extension}`, [FIRST, SECOND]))).toEqual([
      flat(FIRST, texts[0] ?? {}),
      flat(SECOND, texts[1] ?? {}),
    ]);
    expect(await read(await write(`none.${extension}`, []))).toEqual([]);
  });

  test("another extension is refused with the known ones", async () => {
    await expect(write("a.xlsx", [])).rejects.toThrow(/\.jsonl, \.csv, \.parquet, \.arrow/);
  });
});
