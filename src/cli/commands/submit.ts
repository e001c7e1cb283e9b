import { UsageError } from "../../model/errors.js";
import type { CommandSpec, Request } from "../command.js";
import { pick } from "../options/option-table.js";
import { SUBMIT_GROUPS, SUBMIT_OPTIONS } from "../options/submit-options.js";
import { readInner } from "../submit/inner-command.js";
import { planShards } from "../submit/plan.js";
import { submitToRay } from "../submit/ray.js";
import { submitToSlurm } from "../submit/slurm.js";

export const submitCommand: CommandSpec = {
  description:
    "Runs a command as shards on a cluster: on Ray as jobs that are followed, tried again where they fail, and merged; on " +
    "Slurm as a job array with a merge behind it. Run it in a folder that all nodes share. After a break the same line " +
    "goes on where it was: shards that are done are not run again.",
  takesInputs: true,
  operands: ["<engine> <command...>", "ray or slurm, then behind -- the command line to run"],
  options: SUBMIT_GROUPS,
  examples: [
    ["on the Ray cluster of the training", "tapo submit ray --address http://head:8265 --shards 64 -- audit rollouts/"],
    ["on Slurm, shown and not submitted", "tapo submit slurm --shards 64 --dry-run -- audit rollouts/"],
  ],
  run: submit,
};

async function submit({ inputs: [engine, ...words], values, io }: Request): Promise<number> {
  const options = pick(SUBMIT_OPTIONS, values);
  const { shards } = options;
  if (engine !== "ray" && engine !== "slurm")
    throw new UsageError(`submit goes to ray or slurm, not '${engine ?? ""}'`);
  if (shards === undefined) throw new UsageError("name the number of shards: --shards N");
  const plan = planShards(await readInner(words, io), shards, options);
  return engine === "ray" ? submitToRay(plan, options) : submitToSlurm(plan, options);
}
