import type { Objective } from "../../src/model/ablation.js";
import { simulateOptions } from "../../src/simulate/options.js";
import { TRAIN_DEFAULTS, type TrainPoint } from "../../src/simulate/train/options.js";
import { train } from "../../src/simulate/train.js";
import { contender, type Named, TAPO_VARIANTS } from "./contenders.js";

const STEPS = 200;
const PROMPTS = 8;

/** Who learns, by objective. */
export const LEARNERS: readonly Named[] = [contender("grpo"), ...TAPO_VARIANTS.slice(0, 2)];

/** Learning curves of one learner: one list of points per seed. */
export interface Curves {
  readonly objective: Objective;
  readonly learner: Named;
  readonly seeds: readonly (readonly TrainPoint[])[];
}

export function trainCurves(objective: Objective, learner: Named, seeds: number): Curves {
  return {
    objective,
    learner,
    seeds: Array.from({ length: seeds }, (_, seed) => [
      ...train({
        simulate: simulateOptions({ prompts: PROMPTS, steps: STEPS, seed }),
        rule: learner.rule.name,
        objective,
        method: learner.options,
        ...TRAIN_DEFAULTS,
      }),
    ]),
  };
}

/** Entropy when success first reaches a level; the last point's where it never does. */
export function entropyAt(points: readonly TrainPoint[], level: number): number {
  return (points.find(({ success }) => success >= level) ?? points.at(-1))?.entropy ?? 0;
}
