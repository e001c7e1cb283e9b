import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { FORMATS } from "../../src/model/record.js";
import { dialectTable } from "../../src/normalise/dialect-table.js";
import { MARKED_ENCODINGS, UNMARKED_ENCODINGS } from "../../src/normalise/encodings/encodings.js";
import { DIALECT_NAMES } from "../../src/normalise/registry.js";

const ROOT = resolve(import.meta.dirname, "../..");
const page = (name: string) => (existsSync(join(ROOT, name)) ? readFileSync(join(ROOT, name), "utf8") : "");
const MARKED = /<!-- dialects -->\n([\s\S]*?)\n<!-- \/dialects -->/;

describe("docs/FORMATS.md", () => {
  const text = page("docs/FORMATS.md");

  test("has the table of dialects that the registry gives; so has README.md where it has the marks", () => {
    expect(MARKED.exec(text)?.[1]).toBe(dialectTable());
    const readme = page("README.md");
    if (readme.includes("<!-- dialects -->")) expect(MARKED.exec(readme)?.[1]).toBe(dialectTable());
  });

  test("names every encoding", () => {
    const encodings = [...MARKED_ENCODINGS, ...UNMARKED_ENCODINGS].map(({ name }) => name);
    expect(encodings.filter((name) => name !== "invalid-action" && !text.includes(`| \`${name}\` |`))).toEqual([]);
  });

  test("names every format", () => {
    const words = { jsonl: "JSONL", json: "JSON", parquet: "Parquet", text: "text" };
    for (const format of FORMATS)
      expect(text).toContain(format in words ? words[format as keyof typeof words] : "Arrow");
  });
});

test("every dialect is in the table once", () => {
  const names = dialectTable().match(/^\| `[^`]+`/gm) ?? [];
  expect(names.map((cell) => cell.slice(3, -1)).sort()).toEqual([...DIALECT_NAMES].sort());
});
