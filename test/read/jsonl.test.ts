import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/json/parse.js";
import { isFault, type RawRow, type RowOrFault } from "../../src/model/record.js";
import { readJsonl } from "../../src/read/jsonl.js";
import { lineBlocks } from "../../src/read/line-blocks.js";
import { ValueSkipper } from "../../src/read/top-level.js";
import { collect, memorySource } from "./memory-source.js";

function rowsOf(text: string | Buffer, fields: readonly string[] | null, maxLine?: number): Promise<RowOrFault[]> {
  return collect(readJsonl(memorySource(text), { fields, file: 3, maxLine }));
}

async function valuesOf(text: string | Buffer, fields: readonly string[] | null): Promise<unknown[]> {
  return (await rowsOf(text, fields)).map((row) => (isFault(row) ? row.reason : row.value));
}

describe("readJsonl", () => {
  test("parses no row behind the limit", async () => {
    const text = '{"a":1}\n\nno JSON\n{"a":2}\n{"a":3}\n';
    const all = await collect(readJsonl(memorySource(text), { fields: null, file: 3 }));
    for (const limit of [1, 2, 3, 9]) {
      const some = await collect(readJsonl(memorySource(text), { fields: null, file: 3, limit }));
      expect(some).toEqual(all.slice(0, limit));
    }
  });

  test("gives the wanted fields only, with byte spans", async () => {
    const lines = ['{"a": 1, "b": [1, 2, {"c": "}"}], "d": "x\\"y"}', '{"b":null}', "{}"];
    const rows = (await rowsOf(lines.join("\n"), ["a", "d"])) as RawRow[];
    expect(rows.map((row) => row.value)).toEqual([{ a: 1, d: 'x"y' }, {}, {}]);
    expect(rows.map((row) => Buffer.from(lines.join("\n")).toString("utf8", ...(row.bytes ?? [])))).toEqual(lines);
    expect(rows.map((row) => row.row)).toEqual([0, 1, 2]);
  });

  test("blank lines, CRLF, byte order mark and a last line without end are no rows of their own", async () => {
    const text = '\ufeff{"a":1}\r\n\r\n  \t\n {"a":2} \r\n{"a":3}';
    const rows = (await rowsOf(text, ["a"])) as RawRow[];
    expect(rows.map((row) => row.value)).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(rows[0]?.bytes).toEqual([3, 10]);
    expect(await rowsOf("", null)).toEqual([]);
    expect(await rowsOf("\ufeff\n", null)).toEqual([]);
  });

  test("of duplicate keys the last wins, escaped keys are the same keys", async () => {
    const line = '{"re\\u0077ard":1,"x":2,"reward":3,"\\u0078":4}';
    expect(await valuesOf(line, ["reward", "x"])).toEqual([{ reward: 3, x: 4 }]);
    expect(await valuesOf('{"a":1,"a":2,"__proto__":{"a":3}}', ["a", "__proto__"])).toEqual([
      JSON.parse('{"a":2,"__proto__":{"a":3}}'),
    ]);
  });

  test("int64 and Python floats are exact", async () => {
    const [value] = await valuesOf('{"id":9007199254740993,"reward":NaN,"skip":-Infinity}', ["id", "reward"]);
    expect(value).toEqual({ id: 9007199254740993n, reward: Number.NaN });
  });

  test("what is no object is a fault in its place", async () => {
    const text = '{"a":1}\n[1]\n"x"\n{"a":\n{"a":1}}\n{"a":1} x\n{"b":[1,2}\n{"b":"\n{"a":2}';
    expect(await valuesOf(text, ["a"])).toEqual([
      { a: 1 },
      "not a JSON object",
      "not a JSON object",
      ...Array(5).fill("not JSON"),
      { a: 2 },
    ]);
    const [, fault] = await rowsOf(text, ["a"]);
    expect(fault).toMatchObject({ place: { file: 3, row: 1, item: 0 }, expected: "one JSON object", found: "[1]" });
  });

  test("invalid UTF-8 becomes the replacement character", async () => {
    const line = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xe2, 0x82, 0x41]), Buffer.from('","b":1}')]);
    expect(await valuesOf(line, ["a"])).toEqual([
      { a: new TextDecoder().decode(new Uint8Array([0xff, 0xe2, 0x82, 0x41])) },
    ]);
  });

  test("a line over the bound is one fault, its neighbours are rows", async () => {
    const long = `{"a":"${"x".repeat(5000)}"}`;
    const text = `{"a":1}\n${long}\n{"a":2}\n${long}`;
    const blocks = await collect(
      (async function* () {
        for await (const block of lineBlocks(memorySource(text, 300), 1024, 256)) yield [`${block.part}`];
      })(),
    );
    expect(blocks[0]).toBe("lines");
    expect(blocks.filter((part) => part === "first")).toHaveLength(2);
    expect(blocks.filter((part) => part === "last")).toHaveLength(2);
    const spliced: Buffer[] = [];
    for await (const block of lineBlocks(memorySource(text, 300), 1024, 256)) spliced.push(Buffer.from(block.bytes));
    expect(Buffer.concat(spliced).toString()).toBe(text);
  });

  test("a file of blocks of any size reads as a file of one", async () => {
    const lines = Array.from({ length: 200 }, (_, i) => JSON.stringify({ i, pad: "é".repeat(i) }));
    const text = lines.join("\n");
    for (const [piece, block] of [
      [1, 16],
      [7, 64],
      [1000, 100],
      [100000, 1 << 22],
    ] as const) {
      const offsets: number[] = [];
      const pieces: Buffer[] = [];
      for await (const { bytes, offset } of lineBlocks(memorySource(text, piece), 1 << 20, block)) {
        offsets.push(offset);
        pieces.push(Buffer.from(bytes));
      }
      expect(Buffer.concat(pieces).toString()).toBe(text);
      expect(offsets[0]).toBe(0);
    }
  });
});

const member = fc.tuple(
  fc.oneof(fc.constantFrom("a", "b", 'q"', "é", "", "__proto__", "toString"), fc.string({ maxLength: 4 })),
  fc.oneof(
    fc.jsonValue(),
    fc.array(fc.integer(), { minLength: 40, maxLength: 80 }),
    fc.string({ minLength: 60, maxLength: 90 }),
    fc.array(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 20 }), { maxLength: 3 }),
  ),
);
const line = fc
  .array(member, { maxLength: 6 })
  .map((members) => `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`);

describe("readJsonl against JSON.parse", () => {
  test("equal on generated objects, whatever fields are asked for", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 4 }),
        fc.array(fc.constantFrom("a", "b", 'q"', "é", "")),
        async (lines, fields) => {
          const wanted = (lines.map((text) => parseJson(text)) as Record<string, unknown>[]).map((value) =>
            Object.fromEntries(Object.entries(value).filter(([key]) => (fields as string[]).includes(key))),
          );
          expect(await valuesOf(lines.join("\n"), fields)).toEqual(wanted);
          expect(await valuesOf(lines.join("\r\n"), null)).toEqual(lines.map((text) => parseJson(text)));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("a mutated line is right in the wanted fields or a fault, and faults with everything wanted are JSON.parse's", async () => {
    const mutated = fc
      .tuple(line, fc.nat(), fc.constantFrom("", '"', "\\", "{", "}", "[", "]", ",", ":", " ", "1", "x"), fc.nat(2))
      .map(([text, at, put, drop]) => {
        const i = at % text.length;
        return (text.slice(0, i) + put + text.slice(i + drop)).replaceAll("\n", " ");
      });
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        if (text.trim() === "") return;
        const truth = attempt(() => parseJson(text)) as Record<string, unknown> | undefined;
        const [whole] = await rowsOf(text, null);
        const [part] = await rowsOf(text, ["a", "b"]);
        if (whole === undefined || part === undefined) throw new Error("no row");
        const isRecord = typeof truth === "object" && truth !== null && !Array.isArray(truth);
        expect(isFault(whole)).toBe(!isRecord);
        if (!isRecord) return;
        expect(isFault(part)).toBe(false);
        for (const key of ["a", "b"])
          expect((part as RawRow).value[key]).toEqual(Object.hasOwn(truth, key) ? truth[key] : undefined);
      }),
      { numRuns: 1000 },
    );
  });

  test("a cut-off line is always a fault, whatever is skipped", async () => {
    await fc.assert(
      fc.asyncProperty(line, fc.nat(), async (text, at) => {
        const cut = text.slice(0, at % text.length).trim();
        if (cut === "") return;
        const [row] = await rowsOf(cut, ["a"]);
        expect(row !== undefined && isFault(row)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("ValueSkipper", () => {
  test("finds the end of every generated value, amid other bytes", () => {
    fc.assert(
      fc.property(member, fc.string(), ([, value], after) => {
        const text = JSON.stringify(value);
        const bytes = Buffer.from(`${text},${after}`);
        expect(new ValueSkipper().value(bytes, 0, bytes.length)).toBe(Buffer.byteLength(text));
      }),
      { numRuns: 1000 },
    );
  });

  test("a million brackets deep", () => {
    const bytes = Buffer.from("[".repeat(1e6) + "]".repeat(1e6));
    expect(new ValueSkipper().value(bytes, 0, bytes.length)).toBe(2e6);
    expect(new ValueSkipper().value(bytes, 0, bytes.length - 1)).toBe(-1);
  });
});

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
