import { canonicalJson } from "../../json/canonical.js";
import type { AblateRequest, AblateResult, Variant } from "../../model/ablation.js";
import { UsageError } from "../../model/errors.js";
import type { JsonValue } from "../../model/json.js";
import type { Reported } from "../../model/report-data.js";
import type { RunOptions } from "../../model/run.js";
import { ablateLog, ablateReport } from "../../pipeline.js";
import { ABLATE_REPORTS } from "../../report/ablate/ablate-reports.js";
import { ablateTable } from "../../report/ablate/ablate-table.js";
import { toBaseline } from "../../report/gates/to-baseline.js";
import type { Request } from "../command.js";
import { failedGates, readGates } from "../gates.js";
import { type LogCommand, logCommand, type Wanted } from "../log-command.js";
import { GATE_OPTIONS } from "../options/gate-options.js";
import { type Given, pick } from "../options/option-table.js";
import { VARIANT_OPTIONS } from "../options/variant-options.js";
import { withShards } from "../shard-command.js";

const OPTIONS = { ...VARIANT_OPTIONS, ...GATE_OPTIONS };

/** An ablation's options, forms and gates; a merge of shards has the same. */
export const ABLATE: LogCommand<typeof OPTIONS, Reported<AblateResult>> = {
  description:
    "Runs variants of the method over one and the same log: without support, without gates, other strengths and thresholds, " +
    "and your own. Compares what each corrects, what it does to the gradients of GRPO, GSPO and SAPO, and what a looser " +
    "gate costs. Conditions and baselines make it a gate for CI.",
  examples: [
    ["the standard variants", "tapo ablate rollouts/"],
    [
      "a sweep, as a page to look at; given twice, a map over two options",
      "tapo ablate log.jsonl --sweep theta=0.3:0.9:0.1 --report html=ablation.html",
    ],
    ["a condition", "tapo ablate log.jsonl --assert 'tapo.correctedActions >= 0.3'"],
    ["a gate for CI", "tapo ablate log.jsonl --baseline tapo-baseline.json --tolerance '*=0.01'"],
  ],
  options: OPTIONS,
  compute: ablate,
  terminal: ablateTable,
  reports: ABLATE_REPORTS,
  files: ({ writeBaseline: path }) =>
    path === undefined ? [] : [{ path, render: ({ extras: _extras, ...result }) => toBaseline(result) }],
  failures: failedGates,
};

export const ablateCommand = withShards(logCommand(ABLATE), ablateRequest);

async function ablate(
  inputs: readonly string[],
  run: RunOptions,
  own: Given<typeof OPTIONS>,
  { formats }: Wanted,
): Promise<Reported<AblateResult>> {
  const request = requestOf(own);
  const gates = await readGates(own);
  const result = formats.has("html")
    ? await ablateReport(inputs, run, request)
    : { ...(await ablateLog(inputs, run, request)), extras: null };
  for (const variant of request.extra) requireOwn(variant, result);
  return { ...result, gates: gates(result) };
}

/** What the options of a command line ask to ablate. Throws as `requestOf`. */
export function ablateRequest(values: Request["values"]): AblateRequest {
  return requestOf(pick(OPTIONS, values));
}

/** @throws UsageError for sweeps that make no map. */
function requestOf(own: Given<typeof OPTIONS>): AblateRequest {
  const { variants = null, variant: extra = [], sweep: sweeps = [] } = own;
  if (sweeps.length > 2) throw new UsageError("--sweep: one or two at once");
  if (sweeps.length === 2 && sweeps[0]?.option === sweeps[1]?.option)
    throw new UsageError("--sweep: two of one option");
  return { variants, extra, sweeps };
}

/** @throws UsageError where a variant of the user's has the name of another one. */
function requireOwn({ name, options }: Variant, { variants }: AblateResult): void {
  const ran = variants.find((variant) => variant.name === name);
  if (ran === undefined || canonicalJson(ran.options as JsonValue) === canonicalJson(options as JsonValue)) return;
  throw new UsageError(`--variant ${name}: there is another variant of this name; choose a new one`);
}
