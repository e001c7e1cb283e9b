import type { Objective } from "../../model/ablation.js";
import type { RuleName } from "../../model/names.js";
import type { MethodOptions } from "../../model/options.js";
import type { SimulateOptions } from "../options.js";

/** A training run of the simulator's tabular policy. */
export interface TrainOptions {
  /** World, prompts, rollouts of a prompt, and `steps`: how many times every prompt is sampled and the policy updated. */
  readonly simulate: SimulateOptions;
  readonly rule: RuleName;
  readonly objective: Objective;
  /** Conventions of the rule. */
  readonly method: MethodOptions;
  /** Length of one gradient step in the logits; positive. */
  readonly learningRate: number;
  /** Gradient steps on each sample; from the second on the policy is not the one that was sampled from. */
  readonly epochs: number;
}

export const TRAIN_DEFAULTS = { learningRate: 1, epochs: 4 } as const;

/** The policy before a step (and after the last one). */
export interface TrainPoint {
  readonly step: number;
  /** Expected reward over the prompts, exact. */
  readonly success: number;
  /** Mean entropy of the action in the turns sampled, in nats, where the policy had a choice. */
  readonly entropy: number;
  /** Mean tool calls of the rollouts sampled. */
  readonly toolCalls: number;
}
