import { compareIds } from "../../json/id.js";
import type { PartialHeader } from "../../model/partial.js";
import { type AuditFigures, summarise } from "../audit.js";
import type { BatchTally } from "../batch-tally.js";
import { Bootstrap } from "../bootstrap.js";
import { AblationFold } from "./ablation-fold.js";
import type { AblationParts, Partial } from "./partial.js";

/**
 * Adds up shards as they are read, keeping of each only what the result has a row for. All sums over batches are exact, so
 * the figures are the log's own to the bit.
 */
export class MergeSums {
  private readonly bootstrap: Bootstrap;
  private readonly ablation: AblationFold | null;

  constructor({ method, request }: PartialHeader) {
    this.bootstrap = new Bootstrap(method.seed, method.replicates);
    this.ablation = request === null ? null : new AblationFold(method, request);
  }

  add({ bootstrap, ablation }: Partial): void {
    this.bootstrap.addParts(bootstrap);
    if (ablation !== null) this.ablation?.add(ablation);
  }

  audit(tallies: readonly BatchTally[]): AuditFigures {
    const ordered = [...tallies].sort((a, b) => compareIds(a.batch, b.batch));
    return summarise(ordered, this.bootstrap);
  }

  ablations(): readonly AblationParts[] {
    return this.ablation?.parts() ?? [];
  }
}
