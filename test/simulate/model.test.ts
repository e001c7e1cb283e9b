import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/model/errors.js";
import { sampleEpisode } from "../../src/simulate/episode.js";
import { DEFAULT_SIMULATE_OPTIONS, SIMULATE_OPTIONS, simulateOptions } from "../../src/simulate/options.js";
import { referencePolicy, softmaxPolicy } from "../../src/simulate/policy.js";
import { makeWorld } from "../../src/simulate/world.js";
import { Random } from "../../src/stats/random.js";

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("simulateOptions", () => {
  it("has flags in kebab case, once each, and defaults in range", () => {
    const flags = SIMULATE_OPTIONS.map(({ flag }) => flag);
    expect(new Set(flags).size).toBe(flags.length);
    expect(flags).toContain("--max-turns");
    expect(simulateOptions()).toEqual(DEFAULT_SIMULATE_OPTIONS);
  });

  it("is documented, option by option, with defaults and ranges", () => {
    const page = readFileSync(new URL("../../docs/SIMULATOR.md", import.meta.url), "utf8");
    for (const { flag, default: fallback, min, max } of SIMULATE_OPTIONS) {
      expect(page).toContain(`| \`${flag}\` | ${fallback} | ${min} to ${max} |`);
    }
  });

  it.each([
    ["noise", 1.5, "--noise must be a number from 0 to 1, not 1.5"],
    ["rollouts", 0, "--rollouts must be a whole number from 1 to 1024, not 0"],
    ["facts", 2.5, "--facts must be a whole number from 1 to 6, not 2.5"],
    ["maxTurns", Number.NaN, "--max-turns must be a whole number from 1 to 64, not NaN"],
  ])("refuses %s = %s", (name, value, message) => {
    expect(() => simulateOptions({ [name]: value })).toThrow(new UsageError(message));
  });
});

describe("makeWorld", () => {
  it("gives every fact a main meaning, and a better chance of a right answer to every larger set", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(1e6), fc.integer({ min: 1, max: 6 }), share, (seed, prompt, facts, difficulty) => {
        const world = makeWorld(prompt, simulateOptions({ seed, facts, difficulty }));
        expect(world.facts).toBeGreaterThanOrEqual(Math.min(2, facts));
        expect(world.facts).toBeLessThanOrEqual(facts);
        for (let fact = 0; fact < world.facts; fact++) {
          expect(world.meanings[fact]).toMatchObject({ fact, role: "main" });
          for (const [set, chance] of world.answerChance.entries()) {
            if (!(set & (1 << fact))) expect(world.answerChance[set | (1 << fact)]).toBeGreaterThan(chance);
          }
        }
        for (const chance of world.answerChance) expect(chance > 0 && chance < 1).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("gets harder with difficulty, and has alternatives with redundancy only", () => {
    const at = (difficulty: number) => makeWorld(1, simulateOptions({ difficulty })).answerChance[0] ?? 0;
    expect(at(0)).toBeGreaterThan(at(0.5));
    expect(at(0.5)).toBeGreaterThan(at(1));
    const alternatives = (redundancy: number) =>
      makeWorld(1, simulateOptions({ redundancy })).meanings.filter(({ role }) => role === "alternative").length;
    expect(alternatives(0)).toBe(0);
    expect(alternatives(1)).toBe(makeWorld(1, simulateOptions({ redundancy: 1 })).facts);
  });
});

describe("policies", () => {
  it("are rows of chances that sum to 1, whatever the options", () => {
    fc.assert(
      fc.property(share, share, share, fc.nat(500), (noise, redundancy, malformed, prompt) => {
        const options = simulateOptions({ noise, redundancy, malformed });
        const policy = referencePolicy(makeWorld(prompt, options), options);
        for (const row of policy.chances) {
          expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
          for (const chance of row) expect(chance).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it("answers for certain where no call has weight", () => {
    const options = simulateOptions({ noise: 0, redundancy: 0 });
    const world = makeWorld(0, options);
    expect(referencePolicy(world, options).chances.at(-1)?.at(-1)).toBe(1);
  });

  it("softmax: shifts of a row change nothing, large logits do not overflow", () => {
    const [row] = softmaxPolicy([Float64Array.of(0, 1, 2)]).chances;
    const [shifted, huge] = softmaxPolicy([Float64Array.of(1000, 1001, 1002), Float64Array.of(0, 5000, -5000)]).chances;
    for (const [i, chance] of (row ?? new Float64Array()).entries()) expect(shifted?.[i]).toBeCloseTo(chance, 12);
    expect([...(huge ?? [])]).toEqual([0, 1, 0]);
  });
});

describe("sampleEpisode", () => {
  it("ends in its only answer, within the turns, and knows only facts that it called for", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 10 }), share, share, (seed, maxTurns, parallel, noise) => {
        const options = simulateOptions({ seed, maxTurns, parallel, noise });
        const world = makeWorld(0, options);
        const { steps, set } = sampleEpisode(world, referencePolicy(world, options), options, new Random(seed));
        expect(steps.length).toBeLessThanOrEqual(maxTurns);
        expect(steps.filter(({ action }) => action === null)).toEqual([steps.at(-1)]);
        const calledFor = steps
          .flatMap(({ action }) => action ?? [])
          .reduce((all, m) => all | (1 << (world.meanings[m]?.fact ?? 30)), 0);
        expect(set & ~calledFor).toBe(0);
        for (const { action } of steps) expect(new Set(action).size).toBe(action?.length ?? 0);
      }),
    );
  });
});

describe("Random", () => {
  it("names streams by their keys: equal for equal ones, unlike for near ones", () => {
    const take = (...key: number[]) => {
      const random = new Random(...key);
      return Array.from({ length: 4 }, () => random.uint32());
    };
    expect(take(1, 2)).toEqual(take(1, 2));
    const keys = [[], [0], [0, 0], [1], [1, 0], [0, 1], [2 ** 32], [2 ** 32 + 1], [1, 2], [2, 1]];
    expect(new Set(keys.map((key) => take(...key).join())).size).toBe(keys.length);
  });

  it("is uniform: mean, variance and neighbouring streams' correlation", () => {
    const n = 40_000;
    const values = Array.from({ length: n }, (_, i) => new Random(7, i).uniform());
    const mean = values.reduce((a, b) => a + b, 0) / n;
    const variance = values.reduce((sum, x) => sum + (x - 0.5) ** 2, 0) / n;
    const lag = values.slice(1).reduce((sum, x, i) => sum + (x - 0.5) * ((values[i] ?? 0) - 0.5), 0) / (n - 1);
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 / Math.sqrt(12 * n));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
    expect(Math.abs(lag * 12)).toBeLessThan(4 / Math.sqrt(n));
  });

  it("draws by weight, and never what has none", () => {
    const counts = [0, 0, 0, 0];
    const random = new Random(3);
    for (let i = 0; i < 20_000; i++) {
      const k = random.weighted([0, 1, 3, 0], 4);
      counts[k] = (counts[k] ?? 0) + 1;
    }
    expect(counts[0]).toBe(0);
    expect(counts[3]).toBe(0);
    expect(Math.abs((counts[1] ?? 0) / 20_000 - 0.25)).toBeLessThan(0.0125);
  });
});
