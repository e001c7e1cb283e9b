import type { Objective } from "./ablation.js";
import type { Conventions } from "./audit.js";
import type { RuleName } from "./names.js";

/** A mean over seeds with its 95 % interval (Student's t); null with one seed. */
export interface SeedMean {
  readonly mean: number;
  readonly ci95: readonly [number, number] | null;
}

/** The policy before a step, over seeds. */
export interface TrainRow {
  readonly step: number;
  /** Expected reward, exact. */
  readonly success: SeedMean;
  /** Mean entropy of the sampled turns' action, in nats. */
  readonly entropy: SeedMean;
  /** Mean tool calls of the sampled rollouts. */
  readonly toolCalls: SeedMean;
}

/** `simulate --train --json`. */
export interface TrainResult {
  readonly schema: "tapo.train/1";
  readonly version: string;
  readonly rule: RuleName;
  readonly objective: Objective;
  /** Of the simulation and of the training. */
  readonly options: Conventions;
  /** How many seeds, from `options.seed` on. */
  readonly repeats: number;
  readonly points: readonly TrainRow[];
}
