import type { Id } from "../../model/id.js";
import { idText } from "../id-text.js";

/** A figure, a section of figures, or both: a share is a figure with members `numerator` and `denominator`. */
export interface FigureNode {
  /** Undefined for a section, null for a figure that is undefined. */
  readonly value: number | null | undefined;
  /** Why a figure is undefined. */
  readonly reason: string | undefined;
  /** `213 / 407` of a share. */
  readonly share: { readonly numerator: number; readonly denominator: number } | undefined;
  readonly members: ReadonlyMap<string, FigureNode>;
}

/** Members of a variant that are no figures. */
const NO_FIGURES = new Set(["name", "options"]);

/** The figures of `audit --json` or `ablate --json` by name. Statistics of an audit stand at the top as well. */
export function figureTree(result: unknown): FigureNode {
  const record = isRecord(result) ? result : {};
  const funnel = entry("funnel", record.funnel);
  if (Array.isArray(record.variants)) {
    return section([...record.variants.flatMap((variant) => entry(nameOf(variant), variant)), ...funnel]);
  }
  const { statistics, checks } = record;
  return section([
    ...nodeOf(statistics).members,
    ...entry("statistics", statistics),
    ["checks", checksNode(checks)],
    ["byTool", listNode(record.byTool, ({ tool }) => String(tool))],
    ["byBatch", listNode(record.byBatch, ({ batch }) => idText((batch ?? null) as Id, 200))],
    ["thetaSweep", listNode(record.thetaSweep, ({ theta }) => String(theta))],
    ...funnel,
  ]);
}

function nameOf(variant: unknown): string {
  return isRecord(variant) ? String(variant.name) : "";
}

function checksNode(checks: unknown): FigureNode {
  const node = nodeOf(checks);
  const determinism = isRecord(checks) ? checks.determinism : undefined;
  return section([...node.members, ["determinism", listNode(determinism, ({ tool }) => String(tool))]]);
}

function listNode(list: unknown, name: (row: Readonly<Record<string, unknown>>) => string): FigureNode {
  const rows = Array.isArray(list) ? list.filter(isRecord) : [];
  return section(rows.map((row) => [name(row), nodeOf(row)] as const));
}

function entry(name: string, value: unknown): (readonly [string, FigureNode])[] {
  return value === undefined ? [] : [[name, nodeOf(value)]];
}

function nodeOf(value: unknown): FigureNode {
  if (value === null || typeof value === "number") return { ...section([]), value };
  if (Array.isArray(value)) return intervalNode(value);
  if (!isRecord(value)) return section([]);
  const { numerator, denominator, value: share, reason } = value;
  const node = section(
    Object.entries(value)
      .filter(([key, member]) => !NO_FIGURES.has(key) && !isEmpty(member))
      .map(([key, member]) => [key, nodeOf(member)] as const),
  );
  if (typeof numerator !== "number" || typeof denominator !== "number") return node;
  const isFigure = typeof share === "number" || share === null;
  return {
    ...node,
    value: isFigure ? share : undefined,
    reason: typeof reason === "string" ? reason : undefined,
    share: { numerator, denominator },
  };
}

/** `[low, high]` of an interval. */
function intervalNode(value: readonly unknown[]): FigureNode {
  const [low, high] = value;
  if (value.length !== 2 || typeof low !== "number" || typeof high !== "number") return section([]);
  return section([
    ["low", nodeOf(low)],
    ["high", nodeOf(high)],
  ]);
}

function section(members: Iterable<readonly [string, FigureNode]>): FigureNode {
  return { value: undefined, reason: undefined, share: undefined, members: new Map(members) };
}

/** Texts and switches are no figures. */
function isEmpty(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || (Array.isArray(value) && isRecord(value[0]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
