import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/json/canonical.js";
import type { InputFile } from "../../src/model/record.js";
import type { ParquetLayout, RowCorrection } from "../../src/model/row-correction.js";
import { listInputs } from "../../src/read/inputs.js";
import { readRows } from "../../src/read/rows.js";
import { writeCorrected } from "../../src/write/correct-file.js";
import { runsOf } from "./runs-of.js";

const run = promisify(execFile);
const SCRIPT = resolve(import.meta.dirname, "../python/check_outputs.py");
const LOCAL = resolve(import.meta.dirname, "../../.venv/bin/python");
const PYTHON = process.env.TAPO_PYTHON ?? (existsSync(LOCAL) ? LOCAL : "");
const usable =
  PYTHON !== "" &&
  (await run(PYTHON, ["-c", "import datasets, duckdb, pandas, polars, pyarrow"]).then(
    () => true,
    () => false,
  ));
if (!usable) console.log("skipped: no Python with test/python/requirements.txt (TAPO_PYTHON or .venv)");

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The same as `expected` in the script. */
function correction(row: number): RowCorrection | null {
  if (row % 5 === 4) return null;
  return {
    member: [Buffer.from(JSON.stringify({ row, text: "é" }))],
    advantage: row / 3,
    success: row % 2 === 0,
    turnAdvantages: row % 3 === 0 ? [] : [-0.1, row],
    tokenAdvantages: row % 2 === 0 ? runsOf([0, 0.1, row]) : null,
  };
}

async function writeValues(file: InputFile): Promise<void> {
  const out = await open(`${file.path}.values.jsonl`, "w");
  for await (const batch of readRows(file, { fields: null })) {
    await out.writeFile(batch.map((row) => `${"value" in row ? canonicalJson(row.value) : row.reason}\n`).join(""));
  }
  await out.close();
}

describe.skipIf(!usable)("Python", () => {
  test("reads what we write, and we read what it writes", { timeout: 240_000 }, async () => {
    await run(PYTHON, [SCRIPT, "make", folder]);
    const names = readdirSync(folder);
    const write = (file: InputFile, prefix: string, parquetLayout: ParquetLayout) =>
      writeCorrected(file, join(folder, `${prefix}-${file.name}`), correction, { force: false, parquetLayout });
    for (const file of await listInputs(names.map((name) => join(folder, name)))) {
      await writeValues(file);
      await write(file, "out", "default");
      if (file.format === "parquet") await write(file, "plain", "plain");
    }
    const { stdout } = await run(PYTHON, [SCRIPT, "check", folder], {
      env: { ...process.env, HF_DATASETS_OFFLINE: "1" },
    });
    expect(stdout.match(/^ok /gm)).toHaveLength(names.length);
  });
});
