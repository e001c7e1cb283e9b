import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { parseJson } from "../../src/json/parse.js";
import { type InputFile, isFault } from "../../src/model/record.js";
import { listInputs } from "../../src/read/inputs.js";
import { readRows } from "../../src/read/rows.js";
import { writeCorrected } from "../../src/write/correct-file.js";
import { collect } from "./memory-source.js";

const LOGS = resolve(import.meta.dirname, "../../../shared/real-logs");
const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files = existsSync(LOGS) ? (await listInputs([LOGS])).map((file) => [file.name, file] as const) : [];

/** Records of a file as a plain reader has them; null for Arrow. */
function plainly({ path, format }: InputFile): unknown[] | null {
  if (format !== "jsonl" && format !== "json") return null;
  const text = readFileSync(path, "utf8");
  if (format === "jsonl") return text.split("\n").filter(Boolean).map(parseJson);
  const value = parseJson(text);
  return Array.isArray(value) ? value : [value];
}

describe.skipIf(files.length === 0)("real logs", () => {
  test.each(files)("%s: every record is read whole, in part, and corrected to the same record", async (name, file) => {
    const rows = await collect(readRows(file, { fields: null }));
    const values = rows.map((row) => (isFault(row) ? row.reason : row.value));
    expect(values.length).toBeGreaterThan(0);
    const plain = plainly(file);
    if (plain !== null) expect(values).toEqual(plain);
    const fields = ["reward", "prompt", "messages", "traj", "tokens", "response"];
    const part = (await collect(readRows(file, { fields }))).map((row) => (isFault(row) ? row.reason : row.value));
    expect(part).toEqual(
      values.map((value) => Object.fromEntries(Object.entries(value).filter(([key]) => fields.includes(key)))),
    );
    const out = join(folder, name);
    const member = (row: number) => `{"row":${row}}`;
    await writeCorrected(
      file,
      out,
      (row) => ({ member: [member(row)], advantage: 0, success: true, turnAdvantages: [], tokenAdvantages: null }),
      { force: false, parquetLayout: "default" },
    );
    const [again] = await listInputs([out]);
    if (again === undefined) throw new Error("no output");
    const corrected = await collect(readRows(again, { fields: null }));
    const isText = plain !== null;
    expect(corrected.map((row) => (isFault(row) ? row.reason : row.value))).toMatchObject(
      values.map((value, row) => ({ ...(value as object), tapo: isText ? { row } : member(row) })),
    );
    if (!isText) return;
    const before = readFileSync(file.path, "utf8");
    expect(readFileSync(out, "utf8").replace(/,"tapo":\{"row":\d+\}/g, "")).toBe(before);
  });
});
