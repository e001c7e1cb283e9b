import type { Policy } from "../policy.js";
import { softmaxPolicy } from "../policy.js";
import { type Action, callWeight } from "../values.js";

/** One prompt's trainable policy: logits by set of facts and action, as in `Policy`. */
export class SoftmaxTable {
  private readonly logits: Float64Array[];
  private current: Policy;

  /** Starts as the given policy. An action that it never takes is never taken. */
  constructor(start: Policy) {
    this.logits = start.chances.map((row) => row.map(Math.log));
    this.current = softmaxPolicy(this.logits);
  }

  get policy(): Policy {
    return this.current;
  }

  /** log pi(action | set), up to what no logit changes: that there is a second call. */
  logChance(set: number, action: Action): number {
    const row = this.row(set);
    if (action === null) return Math.log(row.at(-1) ?? 0);
    const [first, second] = action;
    const chance = Math.log(row[first] ?? 0);
    return second === undefined ? chance : chance + Math.log((row[second] ?? 0) / callWeight(row, first));
  }

  /** Adds `scale` times the gradient of `logChance` to `gradient`, a table of the logits' shape. */
  addGradient(gradient: readonly Float64Array[], set: number, action: Action, scale: number): void {
    const row = this.row(set);
    const out = gradient[set];
    if (out === undefined) return;
    const taken = action === null ? row.length - 1 : action[0];
    for (let k = 0; k < out.length; k++) out[k] = (out[k] ?? 0) + scale * ((k === taken ? 1 : 0) - (row[k] ?? 0));
    const second = action?.[1];
    if (second === undefined) return;
    const others = callWeight(row, taken);
    for (let k = 0; k < out.length - 1; k++) {
      if (k !== taken) out[k] = (out[k] ?? 0) + scale * ((k === second ? 1 : 0) - (row[k] ?? 0) / others);
    }
  }

  zeros(): Float64Array[] {
    return this.logits.map((row) => new Float64Array(row.length));
  }

  /** One step along a gradient. */
  move(gradient: readonly Float64Array[], length: number): void {
    for (const [set, row] of this.logits.entries()) {
      for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) + length * (gradient[set]?.[k] ?? 0);
    }
    this.current = softmaxPolicy(this.logits);
  }

  /** Entropy of the action in a state, in nats. */
  entropy(set: number): number {
    return this.row(set).reduce((sum, chance) => (chance > 0 ? sum - chance * Math.log(chance) : sum), 0);
  }

  private row(set: number): Float64Array {
    return this.current.chances[set] ?? new Float64Array();
  }
}
