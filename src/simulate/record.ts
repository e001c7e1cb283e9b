import type { JsonObject } from "../model/json.js";
import { mean, standardDeviation } from "../stats/moments.js";
import { Random } from "../stats/random.js";
import { type Episode, trueAdvantages } from "./episode.js";
import { writeMessages } from "./messages.js";
import type { Prompt } from "./prompt.js";
import { tokenArrays } from "./token-arrays.js";
import { STREAMS } from "./world.js";

/**
 * The record of one rollout (CONTRACT, "The tool's own input record"). True advantages are rounded to nine decimals
 * (+ 0 turns -0 into 0).
 * @param advantage its base advantage, logged where there are token arrays.
 */
export function makeRecord(prompt: Prompt, rollout: number, episode: Episode, advantage: number): JsonObject {
  const { options, world, values } = prompt;
  const random = new Random(options.seed, STREAMS.text, world.prompt, rollout);
  const { messages, lengths } = writeMessages(prompt, episode, random);
  return {
    batch: Math.floor((world.prompt * options.steps) / options.prompts),
    group: `q${world.prompt}`,
    rollout: `q${world.prompt}-${rollout}`,
    reward: episode.reward,
    messages,
    ...tokenArrays(lengths, options.tokens, advantage, random),
    true_advantages: trueAdvantages(episode, values).map((value) => Math.round(value * 1e9) / 1e9 + 0),
  };
}

/** Base advantages of a group as a trainer logs them: GRPO with the defaults of SPEC section 2. */
export function groupAdvantages(episodes: readonly Episode[]): number[] {
  const rewards = episodes.map(({ reward }) => reward);
  const center = mean(rewards);
  const spread = standardDeviation(rewards, center, 1);
  return rewards.map((reward) => (reward - center) / (spread + 1e-6));
}
