import type { AuditResult } from "../../model/audit.js";
import type { Reported } from "../../model/report-data.js";
import type { RunOptions } from "../../model/run.js";
import { auditLog, auditReport } from "../../pipeline.js";
import { AUDIT_REPORTS } from "../../report/audit/audit-reports.js";
import { auditTable } from "../../report/audit/audit-table.js";
import { toBaseline } from "../../report/gates/to-baseline.js";
import { failedGates, readGates } from "../gates.js";
import { type LogCommand, logCommand, type Wanted } from "../log-command.js";
import { GATE_OPTIONS } from "../options/gate-options.js";
import type { Given } from "../options/option-table.js";
import { withShards } from "../shard-command.js";

/** An audit's options, forms and gates; a merge of shards has the same. */
export const AUDIT: LogCommand<typeof GATE_OPTIONS, Reported<AuditResult>> = {
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
    ["a page to look at", "tapo audit log.jsonl --report html=audit.html"],
    ["a gate", "tapo audit log.jsonl --assert 'checks.chanceMatches < 0.1'"],
    ["one figure for a script", "tapo audit log.parquet --json | jq .statistics.correctableActions.value"],
  ],
  options: GATE_OPTIONS,
  bounded: true,
  compute: audit,
  terminal: auditTable,
  reports: AUDIT_REPORTS,
  files: ({ writeBaseline: path }) =>
    path === undefined ? [] : [{ path, render: ({ extras: _extras, ...result }) => toBaseline(result) }],
  failures: failedGates,
};

export const auditCommand = withShards(logCommand(AUDIT), () => null);

async function audit(
  inputs: readonly string[],
  run: RunOptions,
  own: Given<typeof GATE_OPTIONS>,
  { formats }: Wanted,
): Promise<Reported<AuditResult>> {
  const gates = await readGates(own);
  const result = formats.has("html")
    ? await auditReport(inputs, run)
    : { ...(await auditLog(inputs, run)), extras: null };
  return { ...result, gates: gates(result) };
}
