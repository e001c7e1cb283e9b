import { nearest } from "../nearest.js";
import type { FigureNode } from "./figure-tree.js";
import { GateError } from "./gate-error.js";

/** Names that an error lists at most. */
const LISTED = 12;

/**
 * Follows a path of names with dots between them. A name may hold dots itself (`beta=0.2`, a tool's): the longest that fits is taken.
 * @throws GateError under the first name that is none, with the nearest valid one.
 */
export function findFigure(root: FigureNode, path: string, text: string): FigureNode {
  let node = root;
  let at = 0;
  while (at < path.length) {
    const rest = path.slice(at);
    const name = longestName(node, rest);
    if (name === null) throw new GateError(unknownName(node, rest, path.slice(0, Math.max(0, at - 1))), text, at);
    node = node.members.get(name) ?? node;
    at += name.length + 1;
  }
  if (path.endsWith(".")) throw new GateError("expected a name after the dot", text, path.length);
  if (node.value === undefined) {
    throw new GateError(`${path} is no figure but holds some: ${names(node)}`, text, path.length);
  }
  return node;
}

function longestName(node: FigureNode, rest: string): string | null {
  let longest: string | null = null;
  for (const name of node.members.keys()) {
    const fits = rest === name || rest.startsWith(`${name}.`);
    if (fits && (longest === null || name.length > longest.length)) longest = name;
  }
  return longest;
}

function unknownName(node: FigureNode, rest: string, before: string): string {
  const where = before === "" ? "no figure or variant begins with this name" : `${before} has no such figure`;
  if (node.members.size === 0) return `${before} is a single number and has no parts`;
  const valid = [...node.members.keys()];
  const near = nearest(rest, valid) ?? nearest(rest.split(".")[0] ?? rest, valid) ?? nearestBeginning(rest, valid);
  return `${where}.${near === null ? "" : ` Did you mean ${near}?`} There are: ${names(node)}`;
}

/** The valid name nearest to as many characters of the rest: names with dots in them are not cut at the first one. */
function nearestBeginning(rest: string, valid: readonly string[]): string | null {
  return valid.find((name) => nearest(rest.slice(0, name.length), [name]) !== null) ?? null;
}

function names(node: FigureNode): string {
  const all = [...node.members.keys()];
  const more = all.length > LISTED ? ` and ${all.length - LISTED} more` : "";
  return `${all.slice(0, LISTED).join(", ")}${more}`;
}
