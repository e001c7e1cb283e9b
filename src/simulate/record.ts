import type { JsonObject } from "../model/json.js";
import { mean, standardDeviation } from "../stats/moments.js";
import { Random } from "../stats/random.js";
import type { Episode } from "./episode.js";
import { writeMessages } from "./messages.js";
import type { SimulateOptions } from "./options.js";
import type { Scene } from "./scene.js";
import { tokenArrays } from "./token-arrays.js";
import { STREAMS, type World } from "./world.js";

/** The record of one rollout (CONTRACT, "The tool's own input record"). True advantages are rounded to nine decimals (+ 0 turns -0 into 0). */
export function makeRecord(
  world: World,
  scene: Scene,
  episode: Episode,
  rollout: number,
  advantage: number,
  trueAdvantages: readonly number[],
  options: SimulateOptions,
): JsonObject {
  const random = new Random(options.seed, STREAMS.text, world.prompt, rollout);
  const { messages, lengths } = writeMessages(world, scene, episode, options.noise, random);
  return {
    batch: Math.floor((world.prompt * options.steps) / options.prompts),
    group: `q${world.prompt}`,
    rollout: `q${world.prompt}-${rollout}`,
    reward: episode.reward,
    messages,
    ...tokenArrays(lengths, options.tokens, advantage, random),
    true_advantages: trueAdvantages.map((value) => Math.round(value * 1e9) / 1e9 + 0),
  };
}

/** Base advantages of a group as a trainer logs them: GRPO with the defaults of SPEC section 2. */
export function groupAdvantages(episodes: readonly Episode[]): number[] {
  const rewards = episodes.map(({ reward }) => reward);
  const center = mean(rewards);
  const spread = standardDeviation(rewards, center, 1);
  return rewards.map((reward) => (reward - center) / (spread + 1e-6));
}
