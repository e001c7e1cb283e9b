import type { JsonObject } from "../model/json.js";
import { Random } from "../stats/random.js";
import { sampleEpisode } from "./episode.js";
import { type SimulateOptions, simulateOptions } from "./options.js";
import { makePrompt } from "./prompt.js";
import { groupAdvantages, makeRecord } from "./record.js";
import { STREAMS } from "./world.js";

/**
 * The log of a search agent, one record of dialect `tapo` at a time, groups one after the other.
 * The same options give the same records, on every platform; memory does not grow with the log.
 * @throws UsageError for an option out of its range, when the first record is asked for.
 */
export function* simulateLog(given: Partial<SimulateOptions> = {}): Generator<JsonObject> {
  const options = simulateOptions(given);
  for (let number = 0; number < options.prompts; number++) yield* simulateGroup(number, options);
}

/** The rollouts of one prompt. Depends on no other prompt. */
export function simulateGroup(number: number, options: SimulateOptions): JsonObject[] {
  const { seed, singletons, rollouts } = options;
  const prompt = makePrompt(number, options);
  const cutShort = new Random(seed, STREAMS.group, number).chance(singletons);
  const episodes = Array.from({ length: cutShort ? 1 : rollouts }, (_, rollout) =>
    sampleEpisode(prompt.world, prompt.policy, options, new Random(seed, STREAMS.episode, number, rollout)),
  );
  const advantages = groupAdvantages(episodes);
  return episodes.map((episode, rollout) => makeRecord(prompt, rollout, episode, advantages[rollout] ?? 0));
}
