import type { AblateResult } from "../../model/ablation.js";
import type { AuditResult } from "../../model/audit.js";
import { mergeShards } from "../../pipeline.js";
import type { CommandSpec, Request } from "../command.js";
import { readGates } from "../gates.js";
import { runReported } from "../log-command.js";
import { GATE_OPTIONS } from "../options/gate-options.js";
import { OUTPUT_GROUP } from "../options/output-options.js";
import { ABLATE } from "./ablate.js";
import { AUDIT } from "./audit.js";

export const mergeCommand: CommandSpec = {
  description:
    "Puts the partial results of all shards of one run together: the same result, to the byte, as the command gives " +
    "without shards. Partials of other versions, options or logs are refused, and a missing shard is named.",
  takesInputs: true,
  options: [{ title: "Gates:", table: GATE_OPTIONS }, OUTPUT_GROUP],
  examples: [
    ["an audit in two processes, here one after the other", "tapo audit rollouts/ --shard 0/2 --partial part-0.json"],
    ["the other half", "tapo audit rollouts/ --shard 1/2 --partial part-1.json"],
    ["the result", "tapo merge part-*.json --report md=audit.md"],
  ],
  run: merge,
};

async function merge(request: Request): Promise<number> {
  return reportMerged(await mergeShards(request.inputs), request);
}

/** Reports a merged result as its command does. */
export function reportMerged(result: AuditResult | AblateResult, request: Request): Promise<number> {
  if (result.schema === "tapo.audit/1") {
    return runReported(AUDIT, request, async (own) => ({
      ...result,
      extras: null,
      gates: (await readGates(own))(result),
    }));
  }
  return runReported(ABLATE, request, async (own) => ({
    ...result,
    extras: null,
    gates: (await readGates(own))(result),
  }));
}
