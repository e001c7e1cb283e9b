import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { canonicalJson } from "../json/canonical.js";
import { isObject } from "../json/field.js";
import { parseJson } from "../json/parse.js";
import { UsageError } from "../model/errors.js";
import type { JsonObject, JsonValue } from "../model/json.js";
import { KEY_KINDS } from "../model/names.js";
import type { MethodOptions, ToolConfig } from "../model/options.js";
import type { LogOptions } from "../model/run.js";
import { suggestion } from "../report/nearest.js";
import { LOG_OPTIONS } from "./options/log-options.js";
import { METHOD_OPTIONS } from "./options/method-options.js";
import { type OptionTable, pick } from "./options/option-table.js";

export interface Config {
  readonly method: Partial<MethodOptions>;
  readonly log: Partial<LogOptions>;
}

const OPTIONS: OptionTable = { ...METHOD_OPTIONS, ...LOG_OPTIONS };

/**
 * Reads a config file: any option of the method or the log under its key, and `tools`.
 * @throws UsageError that names the file and the path of the wrong member in it.
 */
export async function readConfig(path: string): Promise<Config> {
  const { z } = await import("zod"); // half of the start-up time of a run without a config file
  const schema = z.strictObject({ ...z.object(optionShape(z)).partial().shape, tools: toolsSchema(z).optional() });
  const parsed = schema.safeParse(await readJson(path));
  if (!parsed.success)
    throw new UsageError(parsed.error.issues.map((issue) => `${path}: ${problem(issue)}`).join("\n"));
  const { tools, ...options } = parsed.data;
  return {
    method: { ...pick(METHOD_OPTIONS, options), ...(tools === undefined ? {} : { tools }) },
    log: pick(LOG_OPTIONS, options),
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return parseJson(await readFile(path, "utf8"));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const why = error instanceof SyntaxError ? "is not JSON" : "cannot be read";
    throw new UsageError(`--config ${path}: ${why}: ${error.message}`, { cause: error });
  }
}

function optionShape(zod: typeof z): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(OPTIONS).map(([key, { kind }]) => [
      key,
      zod.unknown().transform((value, context) => {
        const read: unknown = kind.fromJson(value);
        if (read !== undefined) return read;
        context.addIssue(`expected ${kind.expected}, found ${canonicalJson(value as JsonValue)}`);
        return zod.NEVER;
      }),
    ]),
  );
}

function toolsSchema(zod: typeof z) {
  // Maps, not records: a tool may be called `__proto__`.
  const mapOf = <T extends z.ZodType>(value: T) =>
    zod.preprocess(
      (given) => (isObject(given as JsonValue) ? new Map(Object.entries(given as JsonObject)) : given),
      zod.map(zod.string(), value, "expected an object"),
    );
  const names = zod.array(zod.string(), "expected a list of names").default([]);
  const tool = zod.strictObject({
    transfer: zod.boolean("expected true or false").exactOptional(),
    ignore: names,
    identity: names,
    kinds: mapOf(zod.enum(KEY_KINDS, `expected one of ${KEY_KINDS.join(", ")}`)).default(new Map()),
    weights: mapOf(zod.number(WEIGHT).refine(isWeight, WEIGHT)).default(new Map()),
  }) satisfies z.ZodType<ToolConfig>;
  return mapOf(tool);
}

const WEIGHT = "expected a number (0, or 1e-300 to 1e300)";

/** Sums of weights, and products of a weight and a similarity, are to stay numbers. */
function isWeight(value: number): boolean {
  return value === 0 || (value >= 1e-300 && value <= 1e300);
}

const TOOL_KEYS = ["transfer", "ignore", "identity", "kinds", "weights"];

/** A fault as `tools.search.weights.query: ...`, with the nearest valid name for an unknown member. */
function problem(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return `${path.join(".") || "the file"}: ${issue.message}`;
  const valid = path.length === 0 ? [...Object.keys(OPTIONS), "tools"] : TOOL_KEYS;
  return issue.keys.map((key) => `${[...path, key].join(".")}: no such option.${suggestion(key, valid)}`).join("; ");
}
