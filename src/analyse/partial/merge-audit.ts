import { compareIds } from "../../json/id.js";
import type { MethodOptions } from "../../model/options.js";
import { type AuditFigures, summarise } from "../audit.js";
import { Bootstrap } from "../bootstrap.js";
import type { Partial } from "./partial.js";

/** The figures of a log from the sums of its shards: all sums over batches are exact, so these are the log's own to the bit. */
export function mergeAudit(partials: readonly Partial[], { seed, replicates }: MethodOptions): AuditFigures {
  const bootstrap = new Bootstrap(seed, replicates);
  for (const partial of partials) bootstrap.addParts(partial.bootstrap);
  const tallies = partials.flatMap((partial) => partial.tallies);
  return summarise(
    tallies.sort((a, b) => compareIds(a.batch, b.batch)),
    bootstrap,
  );
}
