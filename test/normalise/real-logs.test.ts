import { describe, expect, test } from "vitest";
import { census, hasRealLogs, realLog, rollouts } from "./support.js";

const DEEPEYES = (step: number) =>
  `deepeyes_vstar/multiturn_all21k_0.8acc_-0.2format_0.4tool_4node_ds4__global_step_${step}__relative_position.jsonl`;

/** Counts as an independent script finds them: rollouts, turns, calls, malformed calls, observations, groups. */
const LOGS = [
  ["verifiers_wiki_search/gpt-4.1-mini__052a81ae.jsonl", "verifiers", 100, 535, 445, 0, 435, 100],
  ["verifiers_wiki_search/gpt-4.1-nano__8d8aecd4.jsonl", "verifiers", 100, 412, 388, 0, 387, 100],
  ["verifiers_wiki_search/qwen--qwen3-4b-instruct-2507__e762fd98.jsonl", "verifiers", 100, 373, 273, 0, 273, 100],
  ["verifiers_wiki_search/willcb--qwen3-4b-wiki-search__094df25d.jsonl", "verifiers", 100, 485, 388, 0, 385, 100],
  ["verifiers_wordle/wordle--qwen--qwen3-30b-a3b-thinking-2507__50bdff53.jsonl", "verifiers", 15, 68, 0, 0, 0, 5],
  ["tau_bench/gpt-4o-airline_50x4.json", "tau-bench", 200, 2454, 1164, 0, 1164, 50],
  ["prime_rl_training/bp6qd19u06wzeqkdrf0h24xx.jsonl", "prime", 25, 25, 0, 0, 0, 3],
  ["prime_rl_training/h4y9hb6fjom4xfbclitb2938.jsonl", "prime", 16, 41, 25, 0, 25, 1],
  ["atropos/cybersec_objreward_groups.jsonl", "atropos", 16, 16, 0, 0, 0, 2],
  ["nemo_gym/anyswe_hermes_1x5_rollouts.jsonl", "nemo-gym", 5, 73, 68, 0, 68, 1],
  ["nemo_gym/image_tools_zoom_rollouts.jsonl", "nemo-gym", 5, 5, 5, 0, 0, 5],
  ["rllm/strands_trajectory.json", "rllm", 1, 2, 1, 0, 1, 1],
  [DEEPEYES(32), "deepeyes", 76, 160, 85, 0, 0, 76],
  [DEEPEYES(40), "deepeyes", 76, 154, 78, 0, 0, 76],
] as const;

describe.runIf(hasRealLogs())("real logs", () => {
  test.each(LOGS)("%s is %s", (path, dialect, count, turns, calls, malformed, observations, groups) => {
    const found = census(realLog(path), path);
    expect(found).toEqual({ dialect, rollouts: count, turns, calls, malformed, observations, groups });
  });

  test("prime: the logged advantage is the reward less the mean of 8 rows in a row", () => {
    const all = rollouts("prime", realLog(LOGS[7][0]));
    for (const [i, rollout] of all.entries()) {
      const eight = all.slice(i - (i % 8), i - (i % 8) + 8);
      const mean = eight.reduce((sum, { reward }) => sum + reward, 0) / eight.length;
      expect(rollout).toMatchObject({ batch: 0, group: 1, fileKey: "h4y9hb6fjom4xfbclitb2938" });
      expect(rollout.loggedAdvantage).toBeCloseTo(rollout.reward - mean, 6);
    }
  });
});
