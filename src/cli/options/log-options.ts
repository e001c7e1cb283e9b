import type { LogOptions } from "../../model/run.js";
import type { OptionSpec } from "./option-table.js";
import { mapping, names, orNull, text, toggle } from "./value-kinds.js";

/** How the log is read. Total: a new option without a row here does not compile. */
export const LOG_OPTIONS = {
  dialect: { flags: "--dialect <name>", description: "what wrote the log", kind: orNull(text), fallback: "detected" },
  groupBy: { flags: "--group-by <fields>", description: "field or fields that make up the group id", kind: names },
  batchBy: { flags: "--batch-by <field>", description: "field that holds the batch", kind: orNull(text) },
  reward: { flags: "--reward <field>", description: "field that holds the reward", kind: orNull(text) },
  map: {
    flags: "--map <pairs>",
    description: "standard name to field, for logs of no known dialect: reward=score,group=qid",
    kind: mapping,
  },
  lenient: { flags: "--lenient", description: "leave out records that cannot be used, counted", kind: toggle },
} satisfies { readonly [K in keyof LogOptions]: OptionSpec<LogOptions[K]> };

export const NO_LOG_OPTIONS: LogOptions = {
  dialect: null,
  groupBy: [],
  batchBy: null,
  reward: null,
  map: new Map(),
  lenient: false,
};
