import type { SimulateOptions } from "./options.js";
import { type Policy, referencePolicy } from "./policy.js";
import { makeScene, type Scene } from "./scene.js";
import { computeValues, type Values } from "./values.js";
import { makeWorld, type World } from "./world.js";

/** One prompt with all that is known of it: what can happen, how the agent acts, what its acts are worth, and the words. */
export interface Prompt {
  readonly options: SimulateOptions;
  readonly world: World;
  readonly policy: Policy;
  readonly values: Values;
  readonly scene: Scene;
}

/** The prompt of this number; depends on no other prompt and on no size of the log. */
export function makePrompt(prompt: number, options: SimulateOptions): Prompt {
  const world = makeWorld(prompt, options);
  const policy = referencePolicy(world, options);
  return { options, world, policy, values: computeValues(world, policy, options), scene: makeScene(world, options) };
}
