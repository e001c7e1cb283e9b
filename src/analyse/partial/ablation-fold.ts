import type { AblateRequest } from "../../model/ablation.js";
import type { MethodOptions } from "../../model/options.js";
import type { AblationParts } from "./partial.js";
import { foldAblations } from "./shard-variants.js";

/** Parts kept apart before they are added up: adding up costs by the variants, not by the parts. */
const WAITING = 16;

/** Adds up ablations of parts of a log as they come, so that memory does not grow with their number. */
export class AblationFold {
  private waiting: AblationParts[] = [];

  constructor(
    private readonly options: MethodOptions,
    private readonly request: AblateRequest,
  ) {}

  add(part: AblationParts): void {
    this.waiting.push(part);
    if (this.waiting.length >= WAITING) this.waiting = [foldAblations(this.waiting, this.options, this.request)];
  }

  /** Parts that come to all that were added. */
  parts(): readonly AblationParts[] {
    return this.waiting;
  }
}
