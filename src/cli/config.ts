import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { parseJson } from "../json/parse.js";
import { UsageError } from "../model/errors.js";
import { KEY_KINDS } from "../model/names.js";
import type { MethodOptions, ToolConfig } from "../model/options.js";
import type { LogOptions } from "../model/run.js";
import { suggestion } from "./nearest.js";
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
        context.addIssue(`expected ${kind.expected}, found ${JSON.stringify(value)}`);
        return zod.NEVER;
      }),
    ]),
  );
}

function toolsSchema(zod: typeof z) {
  const names = zod.array(zod.string()).default([]);
  const tool = zod
    .strictObject({
      transfer: zod.boolean().optional(),
      ignore: names,
      identity: names,
      kinds: zod.record(zod.string(), zod.enum(KEY_KINDS)).default({}),
      weights: zod.record(zod.string(), zod.number().min(0, "expected a number (0 or more)")).default({}),
    })
    .transform(({ transfer, ignore, identity, kinds, weights }): ToolConfig => {
      const maps = { kinds: new Map(Object.entries(kinds)), weights: new Map(Object.entries(weights)) };
      return { ...(transfer === undefined ? {} : { transfer }), ignore, identity, ...maps };
    });
  return zod.record(zod.string(), tool).transform((tools) => new Map(Object.entries(tools)));
}

const TOOL_KEYS = ["transfer", "ignore", "identity", "kinds", "weights"];

/** A fault as `tools.search.weights.query: ...`, with the nearest valid name for an unknown member. */
function problem(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code !== "unrecognized_keys") return `${path.join(".") || "the file"}: ${issue.message}`;
  const valid = path.length === 0 ? [...Object.keys(OPTIONS), "tools"] : TOOL_KEYS;
  return issue.keys.map((key) => `${[...path, key].join(".")}: no such option.${suggestion(key, valid)}`).join("; ");
}
