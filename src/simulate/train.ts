import { missingNeed, NEEDS } from "../credit/rules/needs.js";
import { RULES } from "../credit/rules/registry.js";
import type { Rule, TurnAdvantages } from "../credit/rules/rule.js";
import { type Match, Matcher } from "../match/matcher.js";
import type { CompactCall, Group } from "../model/compact.js";
import { UsageError } from "../model/errors.js";
import type { MethodOptions } from "../model/options.js";
import { Random } from "../stats/random.js";
import { type Episode, sampleEpisode } from "./episode.js";
import { makePrompt, type Prompt } from "./prompt.js";
import { episodeGroup } from "./train/episode-group.js";
import { coefficients } from "./train/objective.js";
import type { TrainOptions, TrainPoint } from "./train/options.js";
import { SoftmaxTable } from "./train/softmax-table.js";
import { computeValues } from "./values.js";

/** Streams of training, beside those of a log: `[seed, STREAM, step, prompt, ...]`. */
const STREAMS = { episode: 6, words: 7 } as const;

interface Student {
  readonly prompt: Prompt;
  readonly table: SoftmaxTable;
}

/**
 * Trains the simulator's tabular softmax policy, one table a prompt, by policy gradient with a credit rule: at every step
 * each prompt is sampled, the rule gives every turn its advantage, and the objective's gradient is followed `epochs`
 * times. Yields the policy before each step and after the last. The same options give the same numbers.
 * @throws UsageError for a rule that needs what the simulator does not have.
 */
export function* train(options: TrainOptions): Generator<TrainPoint> {
  const { simulate } = options;
  const rule = RULES[options.rule];
  const students = Array.from({ length: simulate.prompts }, (_, number): Student => {
    const prompt = makePrompt(number, simulate);
    return { prompt, table: new SoftmaxTable(prompt.policy) };
  });
  for (let step = 0; step <= simulate.steps; step++) {
    const samples = students.map((student) => sample(student, step, options));
    yield measure(step, students, samples, options);
    if (step === simulate.steps) return;
    for (const [i, student] of students.entries()) {
      const episodes = samples[i] ?? [];
      const random = new Random(simulate.seed, STREAMS.words, step, student.prompt.world.prompt);
      const group = episodeGroup(student.prompt, episodes, random, options.method);
      improve(student.table, episodes, advantagesOf(rule, group, options.method), options);
    }
  }
}

function sample({ prompt, table }: Student, step: number, { simulate }: TrainOptions): Episode[] {
  return Array.from({ length: simulate.rollouts }, (_, rollout) => {
    const random = new Random(simulate.seed, STREAMS.episode, step, prompt.world.prompt, rollout);
    return sampleEpisode(prompt.world, table.policy, simulate, random);
  });
}

function advantagesOf(rule: Rule, group: Group, method: MethodOptions): TurnAdvantages {
  const missing = missingNeed(rule.needs, [group]);
  if (missing !== null || rule.overBatch !== undefined) {
    throw new UsageError(`--train ${rule.name}: the simulator lacks ${missing === null ? "batches" : NEEDS[missing]}`);
  }
  let matcher: Matcher | undefined;
  const matchOf = (call: CompactCall): Match | null => {
    matcher ??= new Matcher([group], method.textMetric, method.tools);
    return matcher.match(call, method.clusterThreshold ?? method.theta);
  };
  return rule.advantages(group, { ...method, matchOf });
}

/** Follows the gradient of the objective on one prompt's sample. Turns without a choice move nothing. */
function improve(
  table: SoftmaxTable,
  episodes: readonly Episode[],
  advantages: TurnAdvantages,
  { objective, epochs, learningRate }: TrainOptions,
): void {
  if (advantages.every((row) => row.every((value) => value === 0))) return;
  const logChances = () => episodes.map(({ steps }) => Float64Array.from(steps, (step) => logChance(table, step)));
  const old = logChances();
  for (let epoch = 0; epoch < epochs; epoch++) {
    const gradient = table.zeros();
    for (const [j, row] of logChances().entries()) {
      const logRatios = row.map((value, t) => value - (old[j]?.[t] ?? 0));
      const weights = coefficients(objective, logRatios, advantages[j] ?? new Float64Array());
      for (const [t, { set, left, action }] of (episodes[j]?.steps ?? []).entries()) {
        if (left > 1) table.addGradient(gradient, set, action, (weights[t] ?? 0) / episodes.length);
      }
    }
    table.move(gradient, learningRate);
  }
}

/** With one turn left the answer is certain. */
function logChance(table: SoftmaxTable, { set, left, action }: Episode["steps"][number]): number {
  return left > 1 ? table.logChance(set, action) : 0;
}

function measure(
  step: number,
  students: readonly Student[],
  samples: readonly (readonly Episode[])[],
  { simulate }: TrainOptions,
): TrainPoint {
  const success = students.map(({ prompt, table }) =>
    computeValues(prompt.world, table.policy, simulate).value(0, simulate.maxTurns),
  );
  const free = samples.flatMap((episodes, i) =>
    episodes.flatMap(({ steps }) =>
      steps.flatMap(({ set, left }) => (left > 1 ? [students[i]?.table.entropy(set) ?? 0] : [])),
    ),
  );
  const calls = samples.flatMap((episodes) =>
    episodes.map(({ steps }) => steps.reduce((sum, { action }) => sum + (action?.length ?? 0), 0)),
  );
  return { step, success: average(success), entropy: average(free), toolCalls: average(calls) };
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
