import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { InputError, UsageError } from "../../src/model/errors.js";
import { isFault } from "../../src/model/record.js";
import { expandBraces, matchSegment } from "../../src/read/expand-glob.js";
import { listInputs } from "../../src/read/inputs.js";
import { compareNatural } from "../../src/read/natural-order.js";
import { readRows } from "../../src/read/rows.js";
import { StandardInput } from "../../src/read/standard-input.js";
import { zstdFrame } from "../../src/write/zstd-frame.js";
import { collect } from "./memory-source.js";

const root = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(root, { recursive: true }));

function put(path: string, content: string | Uint8Array): string {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

async function formatOf(name: string, content: string | Uint8Array): Promise<string> {
  const [file] = await listInputs([put(name, content)]);
  return `${file?.format}/${file?.compression}`;
}

describe("format by content", () => {
  test.each([
    ["a.txt", '{"a":1}\n{"a":2}\n', "jsonl/none"],
    ["one-line.json", '{"a":1}', "jsonl/none"],
    ["pretty.jsonl", '{\n  "a": 1\n}\n', "json/none"],
    ["two-pretty.json", '{\n  "a": 1\n}\n{\n  "a": 2\n}\n', "json/none"],
    ["broken-first.jsonl", '{"a":\n{"a":2}\n', "jsonl/none"],
    ["bom.json", '\ufeff [{"a":1}]', "json/none"],
    ["empty.jsonl", "", "jsonl/none"],
    ["case.txt", "<|im_start|>system\n", "text/none"],
    ["garbage.jsonl", "garbage\n{}\n", "jsonl/none"],
    ["x.bin", "PAR1....", "parquet/none"],
    ["y.bin", "ARROW1\0\0....", "arrow-file/none"],
    ["z.bin", Buffer.from([255, 255, 255, 255, 16, 0, 0, 0, 0]), "arrow-stream/none"],
    ["a.dat", gzipSync('{"a":1}\n'), "jsonl/gzip"],
  ])("%s", async (name, content, expected) => {
    expect(await formatOf(`formats/${name}`, content)).toBe(expected);
  });

  test.each([
    ["p.pkl", Buffer.from([0x80, 4, 0x95]), /Python pickle.*docs\/exporters\.md/],
    ["p.pt", "PK\x03\x04....", /Python pickle/],
    ["p.zip", "PK\x03\x04....", /zip archive; unpack it/],
    ["p.png", Buffer.from([0x89, 0x50, 0, 0, 1]), /not a log/],
    ["p.gz", gzipSync("PAR1...."), /unpack it first/],
    ["broken.gz", gzipSync("x".repeat(99)).subarray(0, 20), /broken or cut off/],
  ])("%s is refused with what to do", async (name, content, message) => {
    await expect(formatOf(`refused/${name}`, content)).rejects.toThrow(message);
    await expect(formatOf(`refused/${name}`, content)).rejects.toBeInstanceOf(InputError);
  });
});

describe("listInputs", () => {
  test("a folder in natural order, without side files, which are noted", async () => {
    for (const name of ["step_10/2.jsonl", "step_10/10.jsonl", "step_2/1.jsonl", "step_2/metadata.json", "README.md"])
      put(`d/${name}`, "{}\n");
    for (const name of ["x.dataset_info.json", ".hidden/1.jsonl", ".x.jsonl", "aggregated_results.jsonl"])
      put(`d/${name}`, "{}\n");
    const notes: string[] = [];
    const files = await listInputs([join(root, "d")], { onNote: (note) => notes.push(note) });
    expect(files.map((file) => file.name)).toEqual(["step_2/1.jsonl", "step_10/2.jsonl", "step_10/10.jsonl"]);
    expect(files.map((file) => file.index)).toEqual([0, 1, 2]);
    expect(files[0]?.path).toBe(join(root, "d/step_2/1.jsonl"));
    expect(notes.map((note) => note.slice(root.length + 3).split(":")[0]).sort()).toEqual([
      "README.md",
      "aggregated_results.jsonl",
      "step_2/metadata.json",
      "x.dataset_info.json",
    ]);
  });

  test("globs, with folders and braces; a file named twice is read once", async () => {
    for (const name of ["1.jsonl", "2.jsonl", "10.jsonl", "a/3.jsonl", "[x].jsonl"]) put(`g/${name}`, "{}\n");
    const names = async (...args: string[]) =>
      (await listInputs(args.map((arg) => join(root, "g", arg)))).map((file) => file.name);
    expect(await names("*.jsonl")).toEqual(["1.jsonl", "2.jsonl", "10.jsonl", "[x].jsonl"]);
    expect(await names("[12].jsonl")).toEqual(["1.jsonl", "2.jsonl"]);
    expect(await names("{2,1}*.jsonl")).toEqual(["1.jsonl", "2.jsonl", "10.jsonl"]);
    expect(await names("**/*.jsonl")).toEqual(["1.jsonl", "2.jsonl", "10.jsonl", "[x].jsonl", "3.jsonl"]);
    expect(await names("[x].jsonl")).toEqual(["[x].jsonl"]);
    expect(await names("2.jsonl", "*.jsonl")).toEqual(["2.jsonl", "1.jsonl", "10.jsonl", "[x].jsonl"]);
  });

  test.each([
    ["missing.jsonl", /missing\.jsonl: no such file or folder/],
    ["missing*.jsonl", /matches no file/],
    ["loop", /symbolic links go round in a circle/],
    ["up", /symbolic link to a folder above it/],
    ["none", /no log in this folder/],
    ["dangling", /dangling\.jsonl: no such file/],
  ])("%s", async (name, message) => {
    rmSync(join(root, "e"), { recursive: true, force: true });
    mkdirSync(join(root, "e/up"), { recursive: true });
    mkdirSync(join(root, "e/none"));
    mkdirSync(join(root, "e/dangling"));
    put("e/none/README.md", "x");
    symlinkSync(join(root, "e/loop"), join(root, "e/loop"));
    symlinkSync(join(root, "e/up"), join(root, "e/up/again"));
    symlinkSync("nowhere", join(root, "e/dangling/dangling.jsonl"));
    await expect(listInputs([join(root, "e", name)])).rejects.toThrow(message);
    await expect(listInputs([join(root, "e", name)])).rejects.toBeInstanceOf(InputError);
  });

  test("no argument and no standard input are usage errors", async () => {
    await expect(listInputs([])).rejects.toBeInstanceOf(UsageError);
    await expect(listInputs(["-"])).rejects.toBeInstanceOf(UsageError);
  });

  test("a file that may not be read names its path", async () => {
    const path = put("secret.jsonl", "{}");
    chmodSync(path, 0);
    const readable = await listInputs([path]).then(
      () => true, // for a superuser nothing is unreadable
      (error: unknown) => {
        expect(String(error)).toMatch(/secret\.jsonl: may not be read/);
        return false;
      },
    );
    expect(typeof readable).toBe("boolean");
  });
});

describe("readRows", () => {
  test("compressed files give the rows of the plain one, with spans in the plain text", async () => {
    const text = Array.from({ length: 3000 }, (_, i) => `{"i":${i},"pad":"${"p".repeat(i % 50)}"}\n`).join("");
    const half = text.indexOf("\n", text.length / 2) + 1;
    const frame = await zstdFrame();
    const paths = [
      put("c/1.jsonl", text),
      put("c/2.jsonl.gz", Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))])),
      put(
        "c/3.jsonl.zst",
        Buffer.concat([frame(Buffer.from(text.slice(0, half))), frame(Buffer.from(text.slice(half)))]),
      ),
    ];
    const files = await listInputs(paths);
    const [plain, ...others] = await Promise.all(files.map((file) => collect(readRows(file, { fields: ["i"] }))));
    expect(plain).toHaveLength(3000);
    for (const other of others) expect(other).toEqual(plain);
    let bytes = 0;
    const [, gz] = files;
    if (gz === undefined) throw new Error("no file");
    expect(await collect(readRows(gz, { fields: [], limit: 5, onBytes: (n) => (bytes += n) }))).toHaveLength(5);
    expect(bytes).toBeGreaterThan(0);
    await expect(collect(readRows({ ...gz, maxExpanded: 1000 }, { fields: [] }))).rejects.toThrow(
      /expands to more than 1000 bytes/,
    );
  });

  test("a compressed file that is cut off is an error, not a shorter log", async () => {
    const noise = Array.from({ length: 40000 }, (_, i) => `{"i":${(i * 2654435761) % 4294967296}}\n`).join("");
    const frame = await zstdFrame();
    for (const [name, bytes] of [
      ["cut.gz", gzipSync(noise)],
      ["cut.zst", frame(Buffer.from(noise))],
    ] as const) {
      const [file] = await listInputs([put(name, bytes.subarray(0, bytes.length - 20))]);
      if (file === undefined) throw new Error("no file");
      await expect(collect(readRows(file, { fields: [] }))).rejects.toThrow(/broken or cut off/);
    }
  });

  test("JSON documents: elements are rows, an element that is no object is a fault, a cut-off document is an error", async () => {
    const read = async (text: string) => {
      const [file] = await listInputs([put("doc.json", text)]);
      if (file === undefined) throw new Error("no file");
      return collect(readRows(file, { fields: ["a"] }));
    };
    const text = '[ {"a":1,"b":[2]},\n3, {"a":{"c":null}} ]\n';
    const rows = await read(text);
    expect(rows.map((row) => (isFault(row) ? row.reason : row.value))).toEqual([
      { a: 1 },
      "not a JSON object",
      { a: { c: null } },
    ]);
    expect(rows.map((row) => (isFault(row) ? null : text.slice(...(row.bytes ?? []))))).toEqual([
      '{"a":1,"b":[2]}',
      null,
      '{"a":{"c":null}}',
    ]);
    expect(await read("[]")).toEqual([]);
    expect(await read('{\n"a":\n7}')).toMatchObject([{ row: 0, value: { a: 7 } }]);
    await expect(read('[{"a":1},{"a":')).rejects.toThrow(/not a whole JSON document/);
    await expect(read('[{"a":1} {"a":2}]')).rejects.toThrow(/not a whole JSON document/);
    await expect(read('[{"a":1},')).rejects.toThrow(/not a whole JSON document/);
  });

  test("plain text is one row", async () => {
    const [file] = await listInputs([put("case.txt", "<|im_start|>user\nhé<|im_end|>")]);
    if (file === undefined) throw new Error("no file");
    expect(await collect(readRows(file, { fields: null }))).toEqual([
      { row: 0, value: { text: "<|im_start|>user\nhé<|im_end|>" }, bytes: null },
    ]);
  });

  test("standard input can be read twice", async () => {
    const stdin = await StandardInput.spool(Readable.from([Buffer.from('{"a":1}\n{"a'), Buffer.from('":2}')]));
    const [file] = await listInputs(["-"], { stdin });
    if (file === undefined) throw new Error("no file");
    expect(file).toMatchObject({ path: "-", format: "jsonl" });
    for (let pass = 0; pass < 2; pass++) {
      expect(await collect(readRows(file, { fields: null, stdin }))).toMatchObject([
        { value: { a: 1 } },
        { value: { a: 2 } },
      ]);
    }
    await stdin.close();
  });
});

describe("names", () => {
  test("natural order", () => {
    const sorted = ["a/1", "a/2.jsonl", "a/10.jsonl", "a-1/1", "b", "b1", "b01", "b2", "c/d/e"];
    expect([...sorted].reverse().sort(compareNatural)).toEqual([
      "a/1",
      "a/2.jsonl",
      "a/10.jsonl",
      "a-1/1",
      "b",
      "b01",
      "b1",
      "b2",
      "c/d/e",
    ]);
  });

  test("globs within a segment", () => {
    expect(matchSegment("*a*b*", "xxaxxbxx")).toBe(true);
    expect(matchSegment("*a*b", "xxaxxbxx")).toBe(false);
    expect(matchSegment("[!a-c]?", "dx")).toBe(true);
    expect(matchSegment("[!a-c]?", "bx")).toBe(false);
    expect(matchSegment(`${"*".repeat(50)}z`, "a".repeat(5000))).toBe(false);
    expect(expandBraces("a{b,c{d,e}}f")).toEqual(["abf", "acdf", "abf", "acef"]);
    expect(expandBraces("{x")).toEqual(["{x"]);
  });
});
