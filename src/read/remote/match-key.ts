import { matchSegment } from "../expand-glob.js";

/**
 * Whether an object's address is one that a glob without braces names: segment by segment, `**` for any number of them,
 * hidden ones only where the pattern says so. The same globs as of files.
 */
export function matchKey(pattern: string, path: string): boolean {
  return matchParts(pattern.split("/"), path.split("/"));
}

function matchParts(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  const [name, ...below] = path;
  if (first === undefined) return name === undefined;
  if (first === "**" && matchParts(rest, path)) return true;
  if (name === undefined || (name.startsWith(".") && !first.startsWith("."))) return false;
  if (first === "**") return matchParts(pattern, below);
  return matchSegment(first, name) && matchParts(rest, below);
}

/** A glob that matches at least as much and knows stars only: what DuckDB's S3 lists by. */
export function starsOnly(pattern: string): string {
  const stars = (part: string) => (part === "**" ? part : part.replace(/\?|\[.+?\]/g, "*").replace(/\*+/g, "*"));
  return pattern.split("/").map(stars).join("/");
}
