import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { compareNatural } from "./natural-order.js";

const MAGIC = /[*?[{]/;

/** True where a path argument holds glob characters. */
export function isGlob(argument: string): boolean {
  return MAGIC.test(argument);
}

/**
 * Paths that a glob names, in natural order: `*` and `?` within a segment, `[abc]`, `[a-z]`, `[!a]`, `{one,two}`, and `**`
 * for any number of folders. Hidden files only where the pattern's segment begins with a dot.
 */
export async function expandGlob(pattern: string): Promise<string[]> {
  const found = new Set<string>();
  for (const plain of expandBraces(pattern)) {
    const absolute = plain.startsWith("/");
    const segments = plain.split("/").filter((segment) => segment !== "");
    for (const path of await walk(absolute ? "/" : "", segments)) found.add(path);
  }
  return [...found].sort(compareNatural);
}

/** `a{b,c}d` -> `abd`, `acd`; nested braces too. A brace without partner stands for itself. */
export function expandBraces(pattern: string): string[] {
  const close = pattern.indexOf("}");
  const open = pattern.lastIndexOf("{", close);
  if (close < 0 || open < 0) return [pattern];
  const choices = pattern.slice(open + 1, close).split(",");
  return choices.flatMap((choice) => expandBraces(pattern.slice(0, open) + choice + pattern.slice(close + 1)));
}

async function walk(base: string, segments: readonly string[]): Promise<string[]> {
  const [first, ...rest] = segments;
  if (first === undefined) return [base];
  if (!isGlob(first)) {
    const path = join(base, first);
    return (await exists(path)) ? walk(path, rest) : [];
  }
  const entries = await readdir(base === "" ? "." : base, { withFileTypes: true }).catch(() => []);
  const found: string[] = first === "**" ? await walk(base, rest) : [];
  for (const entry of entries) {
    if (entry.name.startsWith(".") && !first.startsWith(".")) continue;
    const path = join(base, entry.name);
    if (first === "**") {
      if (entry.isDirectory()) found.push(...(await walk(path, segments)));
    } else if (matchSegment(first, entry.name)) found.push(...(await walk(path, rest)));
  }
  return found;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) =>
      !(error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")),
  );
}

/** Whether a name matches one segment of a glob. Linear in practice: only the last `*` is ever tried again. */
export function matchSegment(pattern: string, name: string): boolean {
  let [p, n] = [0, 0];
  let [starAt, starName] = [-1, 0];
  while (n < name.length) {
    const length = pattern[p] === "*" ? 0 : matchOne(pattern, p, name[n] ?? "");
    if (pattern[p] === "*") {
      [starAt, starName] = [p, n];
      p++;
    } else if (length > 0) {
      p += length;
      n++;
    } else if (starAt >= 0) {
      starName++;
      [p, n] = [starAt + 1, starName];
    } else return false;
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** How many characters of the pattern at `p` match this one character; 0 for none. */
function matchOne(pattern: string, p: number, character: string): number {
  const token = pattern[p];
  if (token === "?") return 1;
  const close = token === "[" ? pattern.indexOf("]", p + 2) : -1;
  if (close < 0) return token === character ? 1 : 0;
  const set = pattern.slice(p + 1, close);
  const negated = set.startsWith("!") || set.startsWith("^");
  return inSet(negated ? set.slice(1) : set, character) !== negated ? close + 1 - p : 0;
}

function inSet(set: string, character: string): boolean {
  for (let i = 0; i < set.length; i++) {
    const low = set[i] ?? "";
    if (set[i + 1] === "-" && i + 2 < set.length) {
      if (low <= character && character <= (set[i + 2] ?? "")) return true;
      i += 2;
    } else if (low === character) return true;
  }
  return false;
}
