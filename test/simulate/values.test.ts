import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleEpisode, trueAdvantages } from "../../src/simulate/episode.js";
import { type SimulateOptions, simulateOptions } from "../../src/simulate/options.js";
import { type Policy, referencePolicy, softmaxPolicy } from "../../src/simulate/policy.js";
import { type Action, computeValues, type Horizon, visitActions } from "../../src/simulate/values.js";
import { makeWorld, type World } from "../../src/simulate/world.js";
import { Random } from "../../src/stats/random.js";

/** Expected reward by walking every branch of the tree: actions, then what each call returns. Slow and obvious. */
function walk(world: World, policy: Policy, set: number, left: number, parallel: number): number {
  if (left === 1) return world.answerChance[set] ?? 0;
  const row = [...(policy.chances[set] ?? [])];
  const answer = row.pop() ?? 0;
  let total = answer * (world.answerChance[set] ?? 0);
  row.forEach((chance, first) => {
    if (chance === 0) return;
    const rest = row.reduce((sum, other, m) => sum + (m === first ? 0 : other), 0);
    const both = rest > 0 ? parallel : 0;
    total += chance * (1 - both) * walkCalls(world, policy, set, left, [first], parallel);
    row.forEach((weight, second) => {
      if (second === first || weight === 0 || both === 0) return;
      total += chance * both * (weight / rest) * walkCalls(world, policy, set, left, [first, second], parallel);
    });
  });
  return total;
}

function walkCalls(
  world: World,
  policy: Policy,
  set: number,
  left: number,
  calls: readonly number[],
  parallel: number,
): number {
  const [call, ...later] = calls;
  if (call === undefined) return walk(world, policy, set, left - 1, parallel);
  const fact = world.meanings[call]?.fact ?? null;
  const without = walkCalls(world, policy, set, left, later, parallel);
  if (fact === null || set & (1 << fact)) return without;
  const withFact = walkCalls(world, policy, set | (1 << fact), left, later, parallel);
  return world.emptyChance * without + (1 - world.emptyChance) * withFact;
}

function setUp(given: Partial<SimulateOptions>, prompt = 0) {
  const options = simulateOptions(given);
  const world = makeWorld(prompt, options);
  const policy = referencePolicy(world, options);
  return { options, world, policy, values: computeValues(world, policy, options) };
}

const anyOptions = fc.record({
  seed: fc.nat(),
  difficulty: fc.double({ min: 0, max: 1, noNaN: true }),
  redundancy: fc.double({ min: 0, max: 1, noNaN: true }),
  noise: fc.double({ min: 0, max: 1, noNaN: true }),
  malformed: fc.double({ min: 0, max: 1, noNaN: true }),
  parallel: fc.double({ min: 0, max: 1, noNaN: true }),
  facts: fc.integer({ min: 1, max: 6 }),
  maxTurns: fc.integer({ min: 1, max: 12 }),
});

describe("computeValues", () => {
  it("agrees with a walk over the whole tree", () => {
    for (const [prompt, parallel] of [
      [0, 0],
      [1, 0.3],
      [2, 1],
    ] as const) {
      const { options, world, policy, values } = setUp({ parallel, maxTurns: 3, noise: 0.6, redundancy: 0.5 }, prompt);
      for (let left = 1; left <= 3; left++) {
        expect(values.value(0, left)).toBeCloseTo(walk(world, policy, 0, left, options.parallel), 12);
      }
    }
  });

  it("gives advantages whose mean under the policy is 0, and that lie in [-1, 1]", () => {
    fc.assert(
      fc.property(anyOptions, fc.nat(1000), (given, prompt) => {
        const { options, world, policy, values } = setUp(given, prompt);
        for (let set = 0; set < world.answerChance.length; set++) {
          for (let left = 2; left <= options.maxTurns; left++) {
            let mean = 0;
            let total = 0;
            let largest = 0;
            visitActions(policy, set, options.parallel, (action, chance) => {
              const advantage = values.actionValue(set, left, action) - values.value(set, left);
              largest = Math.max(largest, Math.abs(advantage));
              mean += chance * advantage;
              total += chance;
            });
            expect(largest).toBeLessThanOrEqual(1);
            expect(mean).toBeCloseTo(0, 12);
            expect(total).toBeCloseTo(1, 12);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("has the closed form of one fact, no noise, and two turns", () => {
    const { world, policy, values } = setUp({ facts: 1, noise: 0, redundancy: 0, malformed: 0, maxTurns: 2 });
    const [without = 0, known = 0] = world.answerChance;
    const answer = policy.chances[0]?.at(-1) ?? 0;
    expect(values.value(0, 2)).toBeCloseTo(answer * without + (1 - answer) * known, 12);
    expect(values.actionValue(0, 2, [0])).toBe(known);
    expect(values.actionValue(0, 2, null)).toBe(without);
  });

  it("is the mean reward of sampled rollouts, from the start and after every common turn (4 standard errors)", () => {
    const { options, world, policy, values } = setUp({ parallel: 0.6, noise: 0.5, redundancy: 0.5, facts: 2, seed: 3 });
    const seen = new Map<string, { set: number; left: number; action: Action; n: number; rewards: number }>();
    const n = 60_000;
    let rewards = 0;
    for (let i = 0; i < n; i++) {
      const episode = sampleEpisode(world, policy, options, new Random(11, i));
      rewards += episode.reward;
      for (const { set, left, action } of episode.steps) {
        const key = JSON.stringify([set, left, action]);
        const entry = seen.get(key) ?? { set, left, action, n: 0, rewards: 0 };
        seen.set(key, { ...entry, n: entry.n + 1, rewards: entry.rewards + episode.reward });
      }
    }
    const start = values.value(0, options.maxTurns);
    expect(Math.abs(rewards / n - start)).toBeLessThan(4 * Math.sqrt((start * (1 - start)) / n));
    const common = [...seen.values()].filter((entry) => entry.n >= 400);
    expect(common.length).toBeGreaterThan(50);
    expect(common.some(({ action }) => action?.length === 2)).toBe(true);
    for (const { set, left, action, n: count, rewards: won } of common) {
      const q = values.actionValue(set, left, action);
      expect(Math.abs(won / count - q)).toBeLessThan(4.5 * Math.sqrt((q * (1 - q)) / count));
    }
  });

  it("makes a rollout's advantages add up to its reward less V on average: the sum over turns telescopes in expectation", () => {
    const { options, world, policy, values } = setUp({ seed: 5 });
    const n = 20_000;
    let difference = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const episode = sampleEpisode(world, policy, options, new Random(12, i));
      const sum = trueAdvantages(episode, values).reduce((a, b) => a + b, 0);
      const gap = episode.reward - values.value(0, options.maxTurns) - sum;
      difference += gap / n;
      squares += (gap * gap) / n;
    }
    expect(Math.abs(difference)).toBeLessThan(4 * Math.sqrt(squares / n));
  });

  it("gives the exact policy gradient of a softmax policy (finite differences)", () => {
    const options = simulateOptions({ facts: 3, maxTurns: 5, noise: 0.4 });
    const horizon: Horizon = { maxTurns: 5, parallel: 0 };
    const world = makeWorld(4, options);
    const random = new Random(8);
    const logits = Array.from(world.answerChance, () =>
      Float64Array.from({ length: world.meanings.length + 1 }, () => random.between(-1, 1)),
    );
    const policy = softmaxPolicy(logits);
    const gradient = policyGradient(world, policy, horizon);
    const step = 1e-5;
    for (const [set, action] of [
      [0, 0],
      [0, world.meanings.length],
      [1, 1],
      [2, 3],
    ] as const) {
      const [up, down] = [step, -step].map((change) => {
        const moved = logits.map((row, s) =>
          row.map((logit, a) => (s === set && a === action ? logit + change : logit)),
        );
        return computeValues(world, softmaxPolicy(moved), horizon).value(0, 5);
      });
      expect(((up ?? 0) - (down ?? 0)) / (2 * step)).toBeCloseTo(gradient[set]?.[action] ?? Number.NaN, 8);
    }
  });
});

/** Policy gradient theorem: dV / dlogit(s, a) = sum over h of P(s at h) pi(a | s) A(s, h, a). */
function policyGradient(world: World, policy: Policy, horizon: Horizon): number[][] {
  const values = computeValues(world, policy, horizon);
  const gradient = policy.chances.map((row) => [...row].map(() => 0));
  let reach = new Map([[0, 1]]);
  for (let left = horizon.maxTurns; left > 1; left--) {
    const next = new Map<number, number>();
    for (const [set, mass] of reach) {
      policy.chances[set]?.forEach((chance, m) => {
        const action: Action = m === world.meanings.length ? null : [m];
        const row = gradient[set] ?? [];
        row[m] = (row[m] ?? 0) + mass * chance * (values.actionValue(set, left, action) - values.value(set, left));
        if (action === null) return;
        const fact = world.meanings[m]?.fact ?? null;
        const got = fact !== null && !(set & (1 << fact)) ? 1 - world.emptyChance : 0;
        if (fact !== null && got > 0)
          next.set(set | (1 << fact), (next.get(set | (1 << fact)) ?? 0) + mass * chance * got);
        next.set(set, (next.get(set) ?? 0) + mass * chance * (1 - got));
      });
    }
    reach = next;
  }
  return gradient;
}
