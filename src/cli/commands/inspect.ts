import { inspectLog } from "../../pipeline.js";
import { onlyJson } from "../../report/formats.js";
import { inspectText } from "../../report/inspect-text.js";
import { logCommand } from "../log-command.js";

export const inspectCommand = logCommand({
  description:
    "Shows what a log is, as tapo understands it: its dialect and why, which field holds what, how groups were found, " +
    "rewards, tools, the first rollout, and which records would be rejected. Start here with a new log.",
  examples: [
    ["a log of unknown origin", "tapo inspect rollouts.jsonl"],
    ["a log of no known framework", "tapo inspect log.jsonl --dialect chat --map reward=score,group=question"],
  ],
  options: {},
  compute: inspectLog,
  terminal: inspectText,
  reports: onlyJson(),
});
