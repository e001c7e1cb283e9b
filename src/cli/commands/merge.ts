import type { AblateResult } from "../../model/ablation.js";
import type { AuditResult } from "../../model/audit.js";
import { mergeShards } from "../../pipeline.js";
import type { CommandSpec, Request } from "../command.js";
import { readGates } from "../gates.js";
import { runReported } from "../log-command.js";
import { GATE_OPTIONS } from "../options/gate-options.js";
import type { Given } from "../options/option-table.js";
import { OUTPUT_GROUP } from "../options/output-options.js";
import type { Reporter } from "../reporter.js";
import { ABLATE } from "./ablate.js";
import { AUDIT } from "./audit.js";

export const mergeCommand: CommandSpec = {
  description:
    "Puts the partial results of all shards of one run together: the same result, to the byte, as the command gives " +
    "without shards. Partials of other versions, options or logs are refused, and a missing shard is named.",
  takesInputs: true,
  operands: ["<partial...>", "files that --partial wrote, of every shard"],
  options: [{ title: "Gates:", table: GATE_OPTIONS }, OUTPUT_GROUP],
  examples: [
    ["an audit in two processes, here one after the other", "tapo audit rollouts/ --shard 0/2 --partial part-0.json"],
    ["the other half", "tapo audit rollouts/ --shard 1/2 --partial part-1.json"],
    ["the result", "tapo merge part-*.json --report md=audit.md"],
  ],
  run: merge,
};

async function merge(request: Request): Promise<number> {
  const result = await mergeShards(request.inputs);
  return reportMerged(result.schema === "tapo.audit/1" ? "audit" : "ablate", request, async () => result);
}

/** Reports a merged result as its command does. */
export function reportMerged(
  command: "audit" | "ablate",
  request: Request,
  merged: (reporter: Reporter) => Promise<AuditResult | AblateResult>,
): Promise<number> {
  const compute = async <R>(own: Given<typeof GATE_OPTIONS>, reporter: Reporter) => {
    const gates = await readGates(own);
    const result = await merged(reporter);
    return { ...(result as R), extras: null, gates: gates(result) };
  };
  return command === "audit"
    ? runReported(AUDIT, request, (own, _wanted, reporter) => compute<AuditResult>(own, reporter))
    : runReported(ABLATE, request, (own, _wanted, reporter) => compute<AblateResult>(own, reporter));
}
