import { auditLog } from "../../pipeline.js";
import { AUDIT_REPORTS } from "../../report/audit/audit-reports.js";
import { auditTable } from "../../report/audit/audit-table.js";
import { logCommand } from "../log-command.js";

export const auditCommand = logCommand({
  description:
    "Measures how many failing trajectories and tool calls carry misassigned credit: calls that are punished though " +
    "successful rollouts of the same prompt made them too. Prints figures with 95 % intervals and checks what the " +
    "method rests on. Changes nothing.",
  examples: [
    ["one training run, a file a step", "tapo audit rollouts/"],
    [
      "verl's conventions, a stricter match, a report for a pull request",
      "tapo audit run/*.jsonl --preset verl --theta 0.7 --report md=audit.md",
    ],
    ["one figure for a script", "tapo audit log.parquet --json | jq .statistics.correctableActions.value"],
  ],
  options: {},
  compute: auditLog,
  terminal: auditTable,
  reports: AUDIT_REPORTS,
});
