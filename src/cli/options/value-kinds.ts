import { MAP_NAMES } from "../../model/names.js";
import { suggestion } from "../../report/nearest.js";

/** How an option's value is read from the command line and from a config file, and what it may be. */
export interface ValueKind<T> {
  /** One phrase for messages: `a number (0 to 1)`. */
  readonly expected: string;
  /** The valid values for help, where they can be said in a few words: `0 to 1`. */
  readonly range?: string;
  /** Value for a command line text; undefined where it is none. */
  readonly fromText: (text: string) => T | undefined;
  /** Value for a JSON value of a config file; undefined where it is none. */
  readonly fromJson: (value: unknown) => T | undefined;
  /** Joins the values of an option given several times; without it the last one counts. */
  merge?(before: T, after: T): T;
  /** Says more about a wrong text, the nearest valid name for example. */
  readonly hint?: (text: string) => string;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A finite number in `[min, max]`; a whole one if `integer`. */
export function number(min: number, max: number, integer = false): ValueKind<number> {
  const valid = (value: number) =>
    Number.isFinite(value) && value >= min && value <= max && (!integer || Number.isInteger(value));
  const noun = integer ? "a whole number" : "a number";
  const range = rangeOf(min, max);
  return {
    expected: range === undefined ? noun : `${noun} (${range})`,
    ...(range === undefined ? {} : { range }),
    fromText: (text) => (NUMBER.test(text.trim()) && valid(Number(text)) ? Number(text) : undefined),
    fromJson: (value) => (typeof value === "number" && valid(value) ? value : undefined),
  };
}

function rangeOf(min: number, max: number): string | undefined {
  if (max !== Number.POSITIVE_INFINITY) return max >= Number.MAX_SAFE_INTEGER ? `${min} or more` : `${min} to ${max}`;
  return min === Number.NEGATIVE_INFINITY ? undefined : `${min} or more`;
}

/** One of a closed set of names or numbers. */
export function choice<const T extends string | number>(names: readonly T[]): ValueKind<T> {
  const texts = names.map(String);
  return {
    expected: `one of ${texts.join(", ")}`,
    range: texts.join(", "),
    fromText: (text) => names[texts.indexOf(text)],
    fromJson: (value) => names.find((name) => name === value),
    hint: (text) => suggestion(text, texts),
  };
}

/** Any text but an empty one. */
export const text: ValueKind<string> = {
  expected: "a text that is not empty",
  fromText: (given) => (given === "" ? undefined : given),
  fromJson: (value) => (typeof value === "string" && value !== "" ? value : undefined),
};

/** Names separated by commas; given again, the lists are joined. */
export const names: ValueKind<readonly string[]> = {
  expected: "names separated by commas",
  fromText: (given) => {
    const parts = given.split(",").map((part) => part.trim());
    return parts.includes("") ? undefined : parts;
  },
  fromJson: (value) =>
    Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "") ? value : undefined,
  merge: (before, after) => [...before, ...after],
};

/** `standard=field,...`, or an object of texts in a config file. */
export const mapping: ValueKind<ReadonlyMap<string, string>> = {
  expected: `NAME=FIELD pairs separated by commas, each NAME one of ${MAP_NAMES.join(", ")}`,
  fromText: (given) => {
    const pairs = given.split(",").map((part) => /^\s*([^=\s]+)\s*=\s*(\S.*?)\s*$/.exec(part));
    const valid = pairs.every((pair) => isMapName(pair?.[1] ?? ""));
    return valid ? new Map(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""])) : undefined;
  },
  fromJson: (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    return entries.every(([name, field]) => isMapName(name) && typeof field === "string")
      ? new Map(entries)
      : undefined;
  },
  hint: (given) => {
    const wrong = given.split(/\s*(?:=[^,]*)?(?:,|$)\s*/).find((name) => name.trim() !== "" && !isMapName(name.trim()));
    return wrong === undefined ? "" : suggestion(wrong.trim(), MAP_NAMES);
  },
  merge: (before, after) => new Map([...before, ...after]),
};

function isMapName(name: string): boolean {
  return MAP_NAMES.some((known) => known === name);
}

/** An option without an argument. */
export const toggle: ValueKind<boolean> = {
  expected: "true or false",
  fromText: (given) => (given === "true" ? true : given === "false" ? false : undefined),
  fromJson: (value) => (typeof value === "boolean" ? value : undefined),
};

/** The kind, or null in a config file: what reports print for "not set" can be read back. */
export function orNull<T>(kind: ValueKind<T>): ValueKind<T | null> {
  return {
    expected: kind.expected,
    ...(kind.range === undefined ? {} : { range: kind.range }),
    ...(kind.hint === undefined ? {} : { hint: kind.hint }),
    fromText: kind.fromText,
    fromJson: (value) => (value === null ? null : kind.fromJson(value)),
  };
}
