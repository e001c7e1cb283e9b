import { UsageError } from "../../model/errors.js";
import { WRITE_TO } from "../../model/row-correction.js";
import { correctLog, correctShard } from "../../pipeline.js";
import { correctText } from "../../report/correct-text.js";
import { onlyJson } from "../../report/formats.js";
import { logCommand } from "../log-command.js";
import { RULE } from "../options/rule-options.js";
import { SHARD_OPTIONS } from "../options/shard-options.js";
import { choice, text } from "../options/value-kinds.js";

export const correctCommand = logCommand({
  description:
    "Writes the same records in the same order and format with corrected advantages added: a member `tapo` in JSON, " +
    "columns `tapo_*` in Parquet and Arrow. Every other field stays as it is. Inputs are never written over.",
  examples: [
    ["one file", "tapo correct log.jsonl --out corrected.jsonl"],
    ["a folder, and one flat row per turn besides", "tapo correct rollouts/ --out corrected/ --sidecar turns.parquet"],
    ["advantages per token where prime-rl reads them", "tapo correct traces.jsonl --out new.jsonl --write-to log"],
    ["the corrections only", "tapo correct log.parquet --sidecar turns.csv"],
  ],
  options: {
    out: { flags: "--out <path>", description: "file, or folder for several inputs, for the records", kind: text },
    sidecar: {
      flags: "--sidecar <path>",
      description: "file for one row per turn: .parquet, .jsonl, .csv or .arrow",
      kind: text,
    },
    rule: RULE,
    writeTo: {
      flags: "--write-to <where>",
      description:
        "log: token advantages in the log's own field, where its trainer reads them; both: and the member tapo",
      kind: choice(WRITE_TO),
      fallback: "tapo",
    },
    tokenizer: {
      flags: "--tokenizer <file>",
      description: "tokenizer.json of the policy: token advantages for a log of response texts without tokens",
      kind: text,
    },
    shard: { ...SHARD_OPTIONS.shard, description: "only the files whose batches are all of this shard" },
    parquetLayout: {
      flags: "--parquet-layout <name>",
      description: "plain: no dictionaries, for readers that lose values behind them",
      kind: choice(["default", "plain"]),
      fallback: "default",
    },
  },
  bounded: true,
  compute: (
    inputs,
    run,
    { out = null, sidecar = null, parquetLayout = "default", rule = "tapo", writeTo = "tapo", tokenizer = null, shard },
    { force },
  ) => {
    if (out === null && sidecar === null)
      throw new UsageError("nothing to write: --out PATH, --sidecar PATH or both are needed");
    if (out === null && writeTo !== "tapo") throw new UsageError(`--write-to ${writeTo} needs --out PATH`);
    const output = { out, sidecar, force, parquetLayout, rule, writeTo, tokenizer };
    return shard === undefined ? correctLog(inputs, run, output) : correctShard(inputs, run, shard, output);
  },
  terminal: correctText,
  reports: onlyJson(),
});
