import type { JsonObject } from "../model/json.js";
import { Random } from "../stats/random.js";
import { sampleEpisode, trueAdvantages } from "./episode.js";
import { type SimulateOptions, simulateOptions } from "./options.js";
import { referencePolicy } from "./policy.js";
import { groupAdvantages, makeRecord } from "./record.js";
import { makeScene } from "./scene.js";
import { computeValues } from "./values.js";
import { makeWorld, STREAMS } from "./world.js";

/**
 * The log of a search agent, one record of dialect `tapo` at a time, groups one after the other.
 * The same options give the same records, on every platform; memory does not grow with the log.
 * @throws UsageError for an option out of its range, when the first record is asked for.
 */
export function* simulateLog(given: Partial<SimulateOptions> = {}): Generator<JsonObject> {
  const options = simulateOptions(given);
  for (let prompt = 0; prompt < options.prompts; prompt++) yield* simulateGroup(prompt, options);
}

/** The rollouts of one prompt. Depends on no other prompt. */
export function simulateGroup(prompt: number, options: SimulateOptions): JsonObject[] {
  const world = makeWorld(prompt, options);
  const policy = referencePolicy(world, options);
  const values = computeValues(world, policy, options);
  const scene = makeScene(world, options);
  const short = new Random(options.seed, STREAMS.group, prompt).chance(options.singletons);
  const episodes = Array.from({ length: short ? 1 : options.rollouts }, (_, rollout) =>
    sampleEpisode(world, policy, options, new Random(options.seed, STREAMS.episode, prompt, rollout)),
  );
  const advantages = groupAdvantages(episodes);
  return episodes.map((episode, rollout) =>
    makeRecord(world, scene, episode, rollout, advantages[rollout] ?? 0, trueAdvantages(episode, values), options),
  );
}
