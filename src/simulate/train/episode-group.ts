import { canonicalJson } from "../../json/canonical.js";
import { parseJson } from "../../json/parse.js";
import type { CompactCall, CompactRollout, Group } from "../../model/compact.js";
import type { MethodOptions } from "../../model/options.js";
import { outcomeAdvantages } from "../../stats/outcome-advantage.js";
import type { Random } from "../../stats/random.js";
import { callArguments } from "../call-text.js";
import type { Episode, Step } from "../episode.js";
import type { Prompt } from "../prompt.js";

const NO_TOKENS = new Float64Array();

/**
 * The sampled rollouts of a prompt as rules see them: calls in words (paraphrased, jittered), observations by what they
 * say. A turn is one token of the policy: its action.
 */
export function episodeGroup(
  prompt: Prompt,
  episodes: readonly Episode[],
  random: Random,
  method: MethodOptions,
): Group {
  const rewards = episodes.map(({ reward }) => reward);
  const successes = rewards.filter((reward) => reward === 1).length;
  const mixed = successes > 0 && successes < rewards.length;
  return {
    batch: 0,
    id: prompt.world.prompt,
    rollouts: episodes.map((episode, row) => compactEpisode(prompt, episode, row, random)),
    advantages: outcomeAdvantages(rewards, method.estimator === "logged" ? "grpo" : method.estimator, method),
    mixed,
    equalRewards: rewards.length > 1 && !mixed,
  };
}

function compactEpisode(prompt: Prompt, { steps, reward }: Episode, row: number, random: Random): CompactRollout {
  const name = String(prompt.world.prompt);
  return {
    place: { file: 0, row, item: 0 },
    batch: 0,
    group: name,
    id: row,
    promptHash: name,
    promptTruthHash: null,
    fileKey: null,
    reward,
    successful: reward === 1,
    turns: steps.map((step, t) => ({
      calls: (step.action ?? []).map((meaning, c) => compactCall(prompt, step, meaning, c, random)),
      chars: null,
      tokens: [t, t + 1] as const,
      loggedAdvantage: null,
      trueAdvantage: null,
      ratios: null,
    })),
    loggedAdvantage: null,
    tokenCount: steps.length,
    answer: null,
  };
}

function compactCall(
  { world, scene, options }: Prompt,
  step: Step,
  meaning: number,
  call: number,
  random: Random,
): CompactCall {
  const surface = scene.surfaces[meaning];
  if (surface === undefined) throw new RangeError(`no words for meaning ${meaning}`);
  const malformed = world.meanings[meaning]?.role === "malformed";
  const seen = step.empty[call] ? surface.nothing : surface.observation;
  return {
    tool: surface.tool,
    args: malformed ? null : canonicalJson(parseJson(callArguments(surface, scene, options.noise, random))),
    excluded: false,
    observation: { hash: malformed ? "malformed" : seen, tokens: NO_TOKENS },
  };
}
