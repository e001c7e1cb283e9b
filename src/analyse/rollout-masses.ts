import { RolloutGradient } from "../credit/gradient-mass.js";
import { OBJECTIVES } from "../model/ablation.js";
import type { CompactRollout } from "../model/compact.js";

/** Gradient masses of one objective: failing tool turns, failing turns, successes, and clipped tokens. */
export const MASS_COLUMNS = 4;

/** Of a turn and an objective: the mass by the rollout's tokens, and clipped tokens. */
const SIZES = 2;

/**
 * What all variants of an ablation share of a rollout: calls that take part, and the gradient masses of its turns before
 * the correction, which most turns keep.
 */
export class RolloutMasses {
  readonly tokens: number;
  /** Calls of each turn that are not excluded. */
  readonly held: Uint32Array;
  private readonly gradient: RolloutGradient;
  private readonly sizes: Float64Array;
  private readonly changed = new Float64Array(OBJECTIVES.length * SIZES);

  /** `bases`: the advantage of each turn before the correction. */
  constructor(
    private readonly rollout: CompactRollout,
    readonly bases: Float64Array,
  ) {
    this.gradient = new RolloutGradient(rollout);
    this.tokens = this.gradient.tokens;
    this.held = Uint32Array.from(rollout.turns, ({ calls }) => calls.filter(({ excluded }) => !excluded).length);
    this.sizes = new Float64Array(bases.length * OBJECTIVES.length * SIZES);
    for (const [t, base] of bases.entries()) this.measure(this.sizes, t * OBJECTIVES.length * SIZES, t, base);
  }

  /** Adds a turn's masses at an advantage to `OBJECTIVES` times `MASS_COLUMNS` sums. */
  add(sums: Float64Array, turn: number, advantage: number): void {
    let [sizes, from] = [this.sizes, turn * OBJECTIVES.length * SIZES];
    if (advantage !== this.bases[turn]) {
      [sizes, from] = [this.changed, 0];
      this.measure(sizes, from, turn, advantage);
    }
    const failing = !this.rollout.successful;
    const holdsCall = (this.held[turn] ?? 0) > 0;
    for (let o = 0; o < OBJECTIVES.length; o++) {
      const size = sizes[from + o * SIZES] ?? 0;
      const at = o * MASS_COLUMNS;
      if (failing && holdsCall) sums[at] = (sums[at] ?? 0) + size;
      if (failing) sums[at + 1] = (sums[at + 1] ?? 0) + size;
      else sums[at + 2] = (sums[at + 2] ?? 0) + size;
      sums[at + 3] = (sums[at + 3] ?? 0) + (sizes[from + o * SIZES + 1] ?? 0);
    }
  }

  private measure(sizes: Float64Array, from: number, turn: number, advantage: number): void {
    for (const [o, objective] of OBJECTIVES.entries()) {
      const { mass, clipped } = this.gradient.turn(objective, turn, advantage);
      sizes[from + o * SIZES] = mass / this.tokens;
      sizes[from + o * SIZES + 1] = clipped;
    }
  }
}
