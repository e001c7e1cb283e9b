import { canonicalJson } from "../../json/canonical.js";
import { isObject } from "../../json/field.js";
import type { GateResult } from "../../model/ablation.js";
import { UsageError } from "../../model/errors.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import { suggestion } from "../nearest.js";
import { counted } from "../numbers.js";
import { differenceText, foundText } from "./evaluate-gate.js";
import { type FigureNode, figureTree } from "./figure-tree.js";
import { rounded } from "./precision.js";

/** How far a figure may move: a full path, a figure's name in every variant, or `*` for all. The most exact one counts. */
export interface Tolerance {
  readonly figure: string;
  readonly tolerance: number;
}

/** Parts of a result that are compared: counts of the input are no figures of the method. */
const SECTIONS = ["statistics", "byTool", "byBatch", "thetaSweep", "checks"];

/**
 * Compares a result with an earlier one: one gate for each variant (or section of an audit) that held, one for each figure
 * that moved further than its tolerance, each that is gone, and each convention that differs.
 * @throws UsageError where the baseline is no result of the same command, or a tolerance names no figure of it.
 */
export function compareBaseline(
  now: JsonObject,
  baseline: JsonObject,
  tolerances: readonly Tolerance[],
): readonly GateResult[] {
  if (baseline.schema !== now.schema) {
    const found = canonicalJson(baseline.schema ?? null);
    throw new UsageError(`--baseline: expected a result with schema ${now.schema}, found schema ${found}`);
  }
  const [before, after] = [partsOf(baseline), partsOf(now)];
  checkTolerances(tolerances, before);
  return [
    ...compareConventions("conventions", record(baseline.conventions), record(now.conventions)),
    ...compareConventions("options of", variantOptions(baseline), variantOptions(now), true),
    ...[...before].flatMap(([name, node]) => comparePart(name, node, after.get(name), tolerances)),
  ];
}

/** Variants of an ablation, sections of an audit. */
function partsOf(result: JsonObject): ReadonlyMap<string, FigureNode> {
  const { members } = figureTree(result);
  const isAblation = Array.isArray(result.variants);
  return new Map([...members].filter(([name]) => (isAblation ? name !== "funnel" : SECTIONS.includes(name))));
}

function comparePart(
  name: string,
  before: FigureNode,
  after: FigureNode | undefined,
  tolerances: readonly Tolerance[],
): GateResult[] {
  if (after === undefined) {
    const message = `${name}: expected as in the baseline, found no variant of this name`;
    return [{ expression: `baseline ${name}`, value: null, passed: false, message }];
  }
  const figures = flatten(before);
  const now = new Map(flatten(after));
  const moved = figures.flatMap(([path, figure]) => {
    const full = `${name}.${path}`;
    return compareFigure(full, figure, now.get(path), toleranceOf(name, path, tolerances));
  });
  if (moved.length > 0) return moved;
  const message = `${name}: ${counted(figures.length, "figure")} within tolerance of the baseline`;
  return [{ expression: `baseline ${name}`, value: figures.length, passed: true, message }];
}

function compareFigure(
  path: string,
  before: FigureNode,
  after: FigureNode | undefined,
  tolerance: number,
): GateResult[] {
  const expected = before.value ?? null;
  const found = after?.value ?? null;
  const said = `${path}: expected ${foundText(before)}`;
  const fail = (message: string) => [{ expression: `baseline ${path}`, value: found, passed: false, message }];
  if (after === undefined) return fail(`${said}, found no such figure`);
  if (expected === null && found === null) return [];
  if (expected === null || found === null) return fail(`${said}, found ${foundText(after)}`);
  const difference = rounded(rounded(found) - rounded(expected));
  if (Math.abs(difference) <= tolerance) return [];
  return fail(`${said}, found ${foundText(after)}, difference ${differenceText(difference)}, tolerance ${tolerance}`);
}

const INTERVALS = new Set(["ci95", "intervals"]);

/** Figures below a node with their paths; parts of a share and intervals follow from the figures and are not compared. */
function flatten(node: FigureNode, path = ""): (readonly [string, FigureNode])[] {
  if (node.value !== undefined) return [[path, node]];
  return [...node.members].flatMap(([name, member]) =>
    INTERVALS.has(name) ? [] : flatten(member, path === "" ? name : `${path}.${name}`),
  );
}

function toleranceOf(part: string, path: string, tolerances: readonly Tolerance[]): number {
  for (const name of [`${part}.${path}`, path, "*"]) {
    const found = tolerances.findLast(({ figure }) => figure === name);
    if (found !== undefined) return found.tolerance;
  }
  return 0;
}

function checkTolerances(tolerances: readonly Tolerance[], parts: ReadonlyMap<string, FigureNode>): void {
  const short = [...parts.values()].flatMap((node) => flatten(node).map(([path]) => path));
  const full = [...parts].flatMap(([name, node]) => flatten(node).map(([path]) => `${name}.${path}`));
  const valid = new Set(["*", ...short, ...full]);
  for (const { figure } of tolerances) {
    if (valid.has(figure)) continue;
    throw new UsageError(`--tolerance ${figure}: the baseline has no such figure.${suggestion(figure, [...valid])}`);
  }
}

function compareConventions(title: string, before: JsonObject, after: JsonObject, common = false): GateResult[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => {
    const [was, is] = [before, after].map((side) => (Object.hasOwn(side, key) ? side[key] : undefined));
    if (common && (was === undefined || is === undefined)) return [];
    const [wasText, isText] = [optionText(was), optionText(is)];
    if (wasText === isText) return [];
    const name = common ? `${title} ${key}` : `${title}.${key}`;
    const message = `${name}: expected ${wasText}, found ${isText}, and figures of different conventions do not compare`;
    return [{ expression: `baseline ${name}`, value: null, passed: false, message }];
  });
}

/** What each variant changes, by its name. */
function variantOptions(result: JsonObject): JsonObject {
  const variants = Array.isArray(result.variants) ? result.variants.filter(isObject) : [];
  return Object.fromEntries(variants.map(({ name, options }) => [String(name), options ?? {}]));
}

function optionText(value: JsonValue | undefined): string {
  return value === undefined ? "nothing" : canonicalJson(roundAll(value));
}

function roundAll(value: JsonValue): JsonValue {
  if (typeof value === "number") return rounded(value);
  if (Array.isArray(value)) return value.map(roundAll);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, roundAll(member)]));
}

function record(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}
