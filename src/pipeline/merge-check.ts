import { encodeHeader } from "../analyse/partial/encode.js";
import type { PartialAccount } from "../analyse/partial/partial.js";
import { canonicalJson } from "../json/canonical.js";
import { isObject } from "../json/field.js";
import { idKey } from "../json/id.js";
import { InputError } from "../model/errors.js";
import type { JsonValue } from "../model/json.js";
import type { PartialHeader } from "../model/partial.js";

/** A partial with the file that it came from. */
export interface NamedPartial {
  readonly path: string;
  readonly partial: PartialAccount;
}

/** All shards of one run, in their order. */
export interface WholeRun {
  /** The first shard's; all others differ in the shard only. */
  readonly header: PartialHeader;
  readonly partials: readonly PartialAccount[];
}

/**
 * Puts the shards of a run together.
 * @throws InputError unless they are all its shards, each once.
 */
export function checkPartials(named: readonly NamedPartial[]): WholeRun {
  const [first] = named;
  if (first === undefined) throw new InputError("no partial to merge");
  const { count } = first.partial.header.shard;
  const byShard = new Map<number, NamedPartial>();
  for (const one of named) {
    const { index } = one.partial.header.shard;
    const known = byShard.get(index);
    if (known !== undefined) throw new InputError(`${known.path} and ${one.path} are both shard ${index}/${count}`);
    byShard.set(index, one);
  }
  const missing = Array.from({ length: count }, (_, i) => i).filter((i) => !byShard.has(i));
  if (missing.length > 0) {
    const names = missing.slice(0, 10).map((i) => `${i}/${count}`);
    const more = missing.length > 10 ? ` and ${missing.length - 10} more` : "";
    throw new InputError(`missing: ${missing.length === 1 ? "shard" : "shards"} ${names.join(", ")}${more}`);
  }
  checkBatches(named);
  const partials = [...byShard].sort(([a], [b]) => a - b).map(([, { partial }]) => partial);
  return { header: first.partial.header, partials };
}

/**
 * Checks the last partial read against the first, before its sums are added to the others'.
 * @throws InputError where they are not of one run.
 */
export function checkSameRun(named: readonly NamedPartial[]): void {
  const [a, b] = [named[0], named.at(-1)];
  if (a === undefined || b === undefined) return;
  const [x, y] = [a.partial.header, b.partial.header];
  const refuse = (what: string, ours: unknown, theirs: unknown) => {
    throw new InputError(
      `${a.path} and ${b.path} do not belong together: ${what} is ${show(ours)} and ${show(theirs)}`,
    );
  };
  if (x.command !== y.command) refuse("the command", x.command, y.command);
  if (x.shard.count !== y.shard.count) refuse("the number of shards", x.shard.count, y.shard.count);
  const difference = headerDifference(x, y);
  if (difference !== null) refuse(...difference);
  const paths = ({ partial }: NamedPartial) => partial.log.files.map(({ path }) => path);
  if (canonicalJson(paths(a)) !== canonicalJson(paths(b))) {
    const at = paths(a).findIndex((path, i) => path !== paths(b)[i]);
    refuse(`input ${at + 1}`, paths(a)[at] ?? null, paths(b)[at] ?? null);
  }
}

/** The first option that two runs differ in, with both values; null where they are the same run. */
export function headerDifference(a: PartialHeader, b: PartialHeader): [what: string, a: unknown, b: unknown] | null {
  const [x, y] = [encodeHeader(a), encodeHeader(b)];
  for (const part of ["method", "log", "request"] as const) {
    const [ours, theirs] = [x[part], y[part]];
    if (canonicalJson(ours) === canonicalJson(theirs)) continue;
    if (!isObject(ours) || !isObject(theirs)) return [part, ours, theirs];
    const key = Object.keys(ours).find(
      (one) => canonicalJson(ours[one] ?? null) !== canonicalJson(theirs[one] ?? null),
    );
    return [optionName(key ?? part), ours[key ?? ""] ?? null, theirs[key ?? ""] ?? null];
  }
  return null;
}

const NAMES: Readonly<Record<string, string>> = {
  tools: "the tools of --config",
  extra: "--variant",
  sweeps: "--sweep",
};

function optionName(key: string): string {
  return NAMES[key] ?? `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function show(value: unknown): string {
  return canonicalJson(value as JsonValue);
}

function checkBatches(named: readonly NamedPartial[]): void {
  const seen = new Map<string, string>();
  for (const { path, partial } of named) {
    for (const { batch } of partial.tallies) {
      const key = idKey(batch);
      const known = seen.get(key);
      if (known !== undefined) throw new InputError(`${known} and ${path} both hold batch ${key}`);
      seen.set(key, path);
    }
  }
}
