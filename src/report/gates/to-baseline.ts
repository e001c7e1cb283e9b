import { toJson } from "../json.js";
import { rounded } from "./precision.js";

/** What a baseline is made from: `audit --json` or `ablate --json`. */
interface Comparable {
  readonly inputs: readonly { readonly path: string }[];
  readonly rejections: readonly { readonly first: unknown }[];
  readonly warnings: unknown;
  readonly gates?: unknown;
}

/** A result as a file that diffs well in git: keys sorted, 12 significant digits, no paths, no gates, no warnings. */
export function toBaseline(result: Comparable): string {
  const { gates: _gates, warnings: _warnings, ...kept } = result;
  const inputs = result.inputs.map(({ path: _path, ...input }) => input);
  const rejections = result.rejections.map(({ first: _first, ...rejection }) => rejection);
  return toJson(sorted({ ...kept, inputs, rejections }));
}

function sorted(value: unknown): unknown {
  if (typeof value === "number") return rounded(value);
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
