import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { decompress as unzstd } from "fzstd";
import { afterAll, describe, expect, test } from "vitest";
import type { CorrectionOf, RowCorrection } from "../../src/model/row-correction.js";
import { listInputs } from "../../src/read/inputs.js";
import { writeCorrected } from "../../src/write/correct-file.js";
import { zstdFrame } from "../../src/write/zstd-frame.js";

const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

function correction(row: number): RowCorrection {
  return { member: [`{"row":${row}}`], advantage: 0, success: true, turnAdvantages: [], tokenAdvantages: null };
}

let count = 0;
async function correct(
  content: string | Uint8Array,
  name: string,
  of: CorrectionOf = correction,
  force = false,
): Promise<Buffer> {
  const input = join(folder, `${count++}-${name}`);
  writeFileSync(input, content);
  const [file] = await listInputs([input]);
  if (file === undefined) throw new Error("no input");
  const out = `${input}.out`;
  await writeCorrected(file, out, of, { force, parquetLayout: "default" });
  return readFileSync(out);
}

describe("writeCorrected, JSONL", () => {
  test("every byte stays, one member is added", async () => {
    const text = '\ufeff{"a":1}\r\n\r\n {"b" : 2.50 } \n{}\n{ }\n{"c":"}"}\n{"last":1e2}';
    expect((await correct(text, "a.jsonl")).toString()).toBe(
      '\ufeff{"a":1,"tapo":{"row":0}}\r\n\r\n {"b" : 2.50 ,"tapo":{"row":1}} \n{"tapo":{"row":2}}\n{ "tapo":{"row":3}}\n' +
        '{"c":"}","tapo":{"row":4}}\n{"last":1e2,"tapo":{"row":5}}',
    );
  });

  test("rows without correction pass through, broken ones too", async () => {
    const text = '{"a":1}\nnot json\n{"a":3}\n';
    const out = await correct(text, "b.jsonl", (row) => (row === 2 ? correction(row) : null));
    expect(out.toString()).toBe('{"a":1}\nnot json\n{"a":3,"tapo":{"row":2}}\n');
  });

  test("a member whose name is written with escapes is the same member", async () => {
    for (const name of [
      "\\u0074apo",
      "t\\u0061po",
      "ta\\u0070o",
      "tap\\u006f",
      "tap\\u006F",
      "\\u0074\\u0061\\u0070\\u006f",
    ]) {
      const text = `{"x":"\\u0074apo"}\n{"${name}":1,"y":2}\n`;
      await expect(correct(text, "escaped.jsonl")).rejects.toThrow(/row 1 already has "tapo"; use --force/);
      expect((await correct(text, "escaped.jsonl", correction, true)).toString()).toBe(
        `{"x":"\\u0074apo","tapo":{"row":0}}\n{"${name}":{"row":1},"y":2}\n`,
      );
    }
  });

  test("a record that has tapo is refused, nothing stays behind; by force the value that counts is replaced", async () => {
    const text = '{"m":{"tapo":1}}\n{"tapo": [1, 2] ,"x":"tapo"}\n';
    await expect(correct(text, "c.jsonl")).rejects.toThrow(/row 1 already has "tapo"; use --force/);
    expect(readdirSync(folder).filter((name) => name.endsWith(".out") && name.includes("c.jsonl"))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect((await correct(text, "d.jsonl", correction, true)).toString()).toBe(
      '{"m":{"tapo":1},"tapo":{"row":0}}\n{"tapo": {"row":1} ,"x":"tapo"}\n',
    );
  });

  test("compressed in, compressed out, the same text", async () => {
    const text = Array.from({ length: 5000 }, (_, i) => `{"i":${i},"text":"${"x".repeat(i % 97)}"}\n`).join("");
    const plain = (await correct(text, "e.jsonl")).toString();
    expect(gunzipSync(await correct(gzipSync(text), "e.jsonl.gz")).toString()).toBe(plain);
    const zstd = await correct((await zstdFrame())(Buffer.from(text)), "e.jsonl.zst");
    expect(Buffer.from(unzstd(zstd)).toString()).toBe(plain);
  });

  test("a JSON array stays an array, a single document stays one", async () => {
    expect((await correct('[ {"a":1},\n {} ]\n', "f.json")).toString()).toBe(
      '[ {"a":1,"tapo":{"row":0}},\n {"tapo":{"row":1}} ]\n',
    );
    expect((await correct('{\n  "a": 1\n}\n', "g.json")).toString()).toBe('{\n  "a": 1\n,"tapo":{"row":0}}\n');
    expect((await correct("[]", "h.json")).toString()).toBe("[]");
  });

  test("generated records parse to the same with tapo added, and are the same bytes without it", async () => {
    const record = fc.dictionary(
      fc.string({ maxLength: 5 }).filter((key) => key !== "tapo"),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 4 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 5 }), async (records) => {
        const lines = records.map((value) => JSON.stringify(value));
        const out = (await correct(lines.join("\n"), "p.jsonl")).toString().split("\n");
        expect(out.map((line) => JSON.parse(line))).toEqual(
          lines.map((line, row) => ({ ...JSON.parse(line), tapo: { row } })),
        );
        expect(out.map((line, row) => line.replace(new RegExp(`,?"tapo":\\{"row":${row}\\}\\}$`), "}"))).toEqual(lines);
      }),
      { numRuns: 60 },
    );
  });
});

describe("writeCorrected, places", () => {
  test("an input is never overwritten, by whatever name; an existing output needs force", async () => {
    const input = join(folder, "in.jsonl");
    writeFileSync(input, "{}\n");
    const link = join(folder, "link.jsonl");
    symlinkSync(input, link);
    const other = join(folder, "other.jsonl");
    writeFileSync(other, "old");
    const files = await listInputs([input]);
    const [file] = files;
    if (file === undefined) throw new Error("no input");
    const write = (out: string, force: boolean) =>
      writeCorrected(file, out, correction, { force, parquetLayout: "default" });
    await expect(write(input, true)).rejects.toThrow(/is an input/);
    await expect(write(link, true)).rejects.toThrow(/is an input/);
    await expect(write(other, false)).rejects.toThrow(/exists; use --force/);
    await expect(write(folder, true)).rejects.toThrow(/is a folder/);
    expect(readFileSync(other, "utf8")).toBe("old");
    await write(other, true);
    expect(readFileSync(other, "utf8")).toBe('{"tapo":{"row":0}}\n');
    await write(join(folder, "new/deep/out.jsonl"), false);
    expect(readdirSync(join(folder, "new/deep"))).toEqual(["out.jsonl"]);
    await expect(write(join(input, "out.jsonl"), false)).rejects.toThrow(/part of the path is a file/);
  });
});
