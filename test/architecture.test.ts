import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";

const SRC = resolve(import.meta.dirname, "../src");
const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 60;

/** What each folder may import besides itself. `pipeline.ts` and `index.ts` stand at the top and are folders of their own here. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  stats: [],
  json: ["model"],
  read: ["model", "json"],
  normalise: ["model", "json"],
  group: ["model", "json", "stats"],
  report: ["model", "json"],
  write: ["model", "json", "read"],
  match: ["model", "json", "stats"],
  credit: ["model", "json", "stats", "match"],
  analyse: ["model", "json", "stats", "match", "credit"],
  simulate: ["model", "json", "stats", "match", "credit"],
  parallel: ["model", "json", "stats"],
  pipeline: "model json stats read normalise group match credit analyse simulate report write parallel".split(" "),
  "pipeline.ts":
    "pipeline model json stats read normalise group match credit analyse simulate report write parallel".split(" "),
  cli: ["pipeline.ts", "report", "write", "parallel", "model", "json"],
  "index.ts":
    "pipeline.ts pipeline model json stats read normalise group match credit analyse simulate report write".split(" "),
};

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Source {
  readonly path: string;
  readonly text: string;
  readonly nodes: readonly Node[];
}

const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .sort()
  .map(readSource);

describe("architecture", () => {
  test("src has files and every folder has its arrows", () => {
    expect(sources.length).toBeGreaterThan(10);
    expect([...new Set(sources.map((source) => folderOf(source.path)))].filter((f) => !(f in ARROWS))).toEqual([]);
  });

  test("imports follow the arrows of DESIGN", () => {
    expect(sources.flatMap(wrongImports)).toEqual([]);
  });

  test("no import cycle", () => {
    expect(findCycle(new Map(sources.map((source) => [source.path, importsOf(source)])))).toBeNull();
  });

  test("process and console only under cli", () => {
    const found = sources
      .filter((source) => folderOf(source.path) !== "cli")
      .flatMap((source) => globalsOf(source, ["process", "console"]).map((name) => `${source.path}: ${name}`));
    expect(found).toEqual([]);
  });

  test("nothing calls process.exit but what ends the process on a signal", () => {
    const found = sources.filter((source) => /\bprocess\s*\.\s*exit\s*\(/.test(source.text)).map((s) => s.path);
    expect(found).toEqual(["cli/signals.ts"]);
  });

  test("no default export", () => {
    const found = sources.filter((s) => s.nodes.some((node) => node.type === "ExportDefaultDeclaration"));
    expect(found.map((source) => source.path)).toEqual([]);
  });

  test(`no file over ${MAX_FILE_LINES} lines`, () => {
    expect(sources.filter((s) => countLines(s.text) > MAX_FILE_LINES).map((s) => s.path)).toEqual([]);
  });

  test(`no function over ${MAX_FUNCTION_LINES} lines`, () => {
    expect(sources.flatMap(longFunctions)).toEqual([]);
  });
});

describe("the scan itself", () => {
  test("sees imports, globals and long functions", () => {
    const body = "x();\n".repeat(MAX_FUNCTION_LINES);
    const text = `import { a } from "./a.js";\nexport * from "../b/c.js";\nconst d = await import("./d.js");\n
      const o = { process: 1 }; o.process; process.env; function f() {\n${body}}`;
    const source = { path: "x/y.ts", text, nodes: nodesOf(text) };
    expect(importsOf(source)).toEqual(["x/a.ts", "b/c.ts", "x/d.ts"]);
    expect(globalsOf(source, ["process"])).toEqual(["process"]);
    expect(longFunctions(source)).toHaveLength(1);
    expect(wrongImports({ ...source, path: "model/y.ts" })).toEqual(["model/y.ts -> b/c.ts"]);
  });

  test("finds a cycle", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["b"]],
    ]);
    expect(findCycle(graph)).toEqual(["b", "c", "b"]);
  });
});

function readSource(name: string): Source {
  const path = name.split(sep).join("/");
  const text = readFileSync(join(SRC, path), "utf8");
  return { path, text, nodes: nodesOf(text) };
}

/** Every node of a file's syntax tree. Types are dropped: what they import counts, which names they use does not. */
function nodesOf(text: string): Node[] {
  const found: Node[] = [];
  const visit = (value: unknown, key: string, parent: Node | null): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, key, parent);
    if (typeof value !== "object" || value === null || !("type" in value)) return;
    const node = { ...(value as Node), key, parent };
    found.push(node);
    for (const [name, child] of Object.entries(value)) visit(child, name, node);
  };
  visit(parseAst(text, { lang: "ts" }), "", null);
  return found;
}

/** Files of src that a file imports, relative to src. */
function importsOf(source: Source): string[] {
  const specifiers = source.nodes
    .filter((node) => /^(Import|ExportNamed|ExportAll)Declaration$|^ImportExpression$/.test(node.type))
    .map((node) => (node.source as { value?: unknown } | null)?.value);
  return specifiers
    .filter((value): value is string => typeof value === "string" && value.startsWith("."))
    .map((value) =>
      relative(SRC, resolve(SRC, dirname(source.path), value))
        .split(sep)
        .join("/"),
    )
    .map((path) => path.replace(/\.js$/, ".ts"));
}

function wrongImports(source: Source): string[] {
  const from = folderOf(source.path);
  return importsOf(source)
    .filter((to) => folderOf(to) !== from && !ARROWS[from]?.includes(folderOf(to)))
    .map((to) => `${source.path} -> ${to}`);
}

function folderOf(path: string): string {
  return path.split("/")[0] ?? path;
}

/** Uses of a global by name: identifiers that are neither a property's name nor a key. */
function globalsOf(source: Source, names: readonly string[]): string[] {
  return source.nodes
    .filter((node) => node.type === "Identifier" && names.includes(String(node.name)))
    .filter((node) => !((node.key === "property" || node.key === "key") && !(node.parent as Node).computed))
    .map((node) => String(node.name));
}

function longFunctions(source: Source): string[] {
  return source.nodes
    .filter((node) => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type))
    .map((node) => ({ node, lines: countLines(source.text.slice(node.start, node.end)) }))
    .filter(({ lines }) => lines > MAX_FUNCTION_LINES)
    .map(({ node, lines }) => `${source.path}:${countLines(source.text.slice(0, node.start))}: ${lines} lines`);
}

function countLines(text: string): number {
  return text.replace(/\n$/, "").split("\n").length;
}

/** The first cycle found, as the paths along it; null where there is none. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    done.add(path);
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle !== null) return cycle;
    }
    return null;
  };
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
