import { explainLog } from "../../pipeline.js";
import { explainText } from "../../report/explain-text.js";
import { onlyJson } from "../../report/formats.js";
import { logCommand } from "../log-command.js";
import { number, text } from "../options/value-kinds.js";

export const explainCommand = logCommand({
  description:
    "Shows one rollout or one group turn by turn: the advantage before and after, each call with its witness, the " +
    "arithmetic, and why a call was not corrected.",
  examples: [
    ["the rollout of a row", "tapo explain log.jsonl --row 17"],
    ["a rollout by its id, as the log writes it", "tapo explain log.jsonl --rollout q17-3"],
    ["all rollouts of a group", "tapo explain rollouts/ --group q17"],
  ],
  options: {
    rollout: { flags: "--rollout <id>", description: "the rollout with this id", kind: text },
    row: {
      flags: "--row <n>",
      description: "the rollout of this row, from 0",
      kind: number(0, Number.MAX_SAFE_INTEGER, true),
    },
    file: { flags: "--file <path>", description: "the file of --row, where there are several", kind: text },
    group: { flags: "--group <id>", description: "all rollouts of this group", kind: text },
  },
  compute: explainLog,
  terminal: explainText,
  reports: onlyJson(),
});
