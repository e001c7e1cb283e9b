import { describe, expect, test } from "vitest";
import { differences } from "../property/differences.js";
import { canonical } from "../reference/json.js";
import type { Json, JsonObject, Options } from "../reference/types.js";
import { bitDifferences, changed, faults, inOneFile, type Log, type Results, results, without } from "./logs.js";

/** Sums that do not round: then order can change nothing, so nothing may change. */
const exactSums = (options: Partial<Options>): Partial<Options> => ({ ...options, estimator: "dr-grpo" });

/** Rewards whose sums and means are exact in any order. */
function exactRewards({ records, options }: Log): Log {
  const rounded = (name: string, value: Json) => (name === "reward" ? Math.round(Number(value) * 4) / 4 : value);
  return { records: records.map((record) => changed(record, rounded)), options };
}

/** What depends on the order of the input by its definition: the next group, the first of equal witnesses. */
const ORDERED = ["chanceMatches", "determinism", "witness", "inputs", "conventions"];

/** Sentences for people: they name ids, places and thresholds, and speak of the intervals. */
const SENTENCES = ["warnings", "grouping", "reason", "ci95", "intervals"];

function byRecord({ corrections }: Results, order: readonly number[]): unknown {
  const out: unknown[] = [];
  for (const [now, before] of order.entries()) out[before] = corrections[now];
  return without(out, ...ORDERED);
}

/** Sums within a group follow the input order (SPEC section 2): they may round otherwise in another order. */
function summed(before: unknown, after: unknown): string[] {
  return differences(before, after, true).map(({ path }) => path);
}

describe("what a change of the log must leave as it is", { timeout: 120_000 }, () => {
  test("shuffling rows: every advantage to the bit; counts exactly, sums but for rounding", () => {
    const found = faults((given, random) => {
      const log = exactRewards(given);
      const order = random.shuffle(log.records.map((_, i) => i));
      const values = order.flatMap((i) => log.records.slice(i, i + 1).map(({ value }) => value));
      const [before, after] = [results(log), results({ ...log, records: inOneFile(values) })];
      const identity = log.records.map((_, i) => i);
      return [
        ...summed(
          without(before.audit, ...ORDERED, ...SENTENCES, "byBatch"),
          without(after.audit, ...ORDERED, ...SENTENCES, "byBatch"),
        ),
        ...summed(before.audit.byBatch, after.audit.byBatch),
        ...bitDifferences(byRecord(before, identity), byRecord(after, order)),
      ];
    }, exactSums);
    expect(found).toEqual([]);
  });

  test("splitting files: all but path and row, to the bit", () => {
    const found = faults(({ records, options }, random) => {
      let [file, row] = [0, 0]; // names without numbers: a number in a file's name is a batch (CONTRACT)
      const split = records.map(({ value }) => {
        if (random.chance(0.3)) [file, row] = [file + 1, 0];
        return { path: `${"part".repeat(file + 1)}.jsonl`, row: row++, value };
      });
      const place = ["inputs", "path", "row", "warnings"];
      const whole = results({ records: inOneFile(records.map(({ value }) => value)), options });
      return bitDifferences(without(whole, ...place), without(results({ records: split, options }), ...place));
    });
    expect(found).toEqual([]);
  });

  test("renaming ids: all but the ids, the intervals and the order of lists, to the bit", () => {
    const found = faults((log) => {
      const names = new Map<string, number>();
      const rename = (name: string, value: Json): Json => {
        if (name !== "batch" && name !== "group" && name !== "rollout") return value;
        if (name === "batch" && value === null) return null; // a missing batch is a batch of its own
        const key = name + canonical(value);
        names.set(key, names.get(key) ?? names.size);
        return `new ${names.get(key)}`;
      };
      const renamed = { ...log, records: log.records.map((record) => changed(record, rename)) };
      const ids = ["batch", "group", "rollout", "byBatch", ...SENTENCES];
      const named = ["batch", "group", "rollout"];
      const [{ comparison, ...before }, { comparison: compared, ...after }] = [results(log), results(renamed)];
      const sorted = ({ audit }: Pick<Results, "audit">) =>
        audit.byBatch.map((row) => JSON.stringify(without(row, ...ids))).sort();
      return [
        ...bitDifferences(without(before, ...ids), without(after, ...ids)),
        ...summed(without(comparison, ...ids), without(compared, ...ids)), // summed in the order of the batches' ids
        ...bitDifferences(sorted(before), sorted(after)),
        ...bitDifferences(without(before.corrections, ...named), without(after.corrections, ...named)),
      ];
    });
    expect(found).toEqual([]);
  });

  test("permuting the keys of objects: everything, to the bit", () => {
    const found = faults((log, random) => {
      const permute = (value: Json): Json => {
        if (typeof value !== "object" || value === null) return value;
        if (Array.isArray(value)) return value.map(permute);
        const out: JsonObject = {};
        for (const key of random.shuffle(Object.keys(value))) {
          const member = { value: permute(value[key] ?? null), enumerable: true, writable: true, configurable: true };
          Object.defineProperty(out, key, member);
        }
        return out;
      };
      const records = log.records.map((record) => ({ ...record, value: permute(record.value) as JsonObject }));
      return bitDifferences(results(log), results({ ...log, records }));
    });
    expect(found).toEqual([]);
  });

  test("an unrelated group in a batch of its own: the corrections of all others, to the bit", () => {
    const found = faults((log) => {
      const call = { function: { name: "search", arguments: { query: "red car" } } };
      const messages = [
        { role: "user", content: "Something else altogether?" },
        { role: "assistant", content: "", tool_calls: [call] },
        { role: "tool", content: "a red car" },
      ];
      const more = [0, 1].map((reward) => {
        const success = log.options.successField ? { [log.options.successField]: reward > 0 } : {};
        return { batch: "another batch", group: "another", reward, advantage: reward - 0.5, messages, ...success };
      });
      const values = [...log.records.map(({ value }) => value), ...more];
      const before = results({ ...log, records: inOneFile(log.records.map(({ value }) => value)) });
      const after = results({ ...log, records: inOneFile(values) });
      const rest = after.corrections.slice(0, log.records.length);
      const batches = after.audit.byBatch.filter(({ batch }) => batch !== "another batch");
      return [...bitDifferences(before.corrections, rest), ...bitDifferences(before.audit.byBatch, batches)];
    });
    expect(found).toEqual([]);
  });

  test("duplicating the log under other batch ids: counts twice, shares as they were", () => {
    const found = faults((log) => {
      const values = log.records.map(({ value }) => value);
      const copies = values.map((value) => ({ ...value, batch: `copy of ${canonical(value.batch ?? null)}` }));
      const once = results({ ...log, records: inOneFile(values) });
      const twice = results({ ...log, records: inOneFile([...values, ...copies]) });
      const n = values.length;
      const place = ["batch", "row"];
      return [
        ...bitDifferences(once.corrections, twice.corrections.slice(0, n)),
        ...bitDifferences(without(once.corrections, ...place), without(twice.corrections.slice(n), ...place)),
        ...bitDifferences(doubled(once), counted(twice)),
        ...summed(compared(once), compared(twice)),
      ];
    });
    expect(found).toEqual([]);
  });
});

/** What a comparison says of rules, without counts and intervals. */
function compared({ comparison: { rules, agreement } }: Results): unknown {
  return without({ rules, agreement }, "ci95", "reason", "turns", "n", "numerator", "denominator");
}

/** Figures of results as numbers, those that count things. */
function counted({ audit, ablation }: Results): unknown {
  const figures = { statistics: audit.statistics, sweep: audit.thetaSweep, checks: audit.checks, tools: audit.byTool };
  const variants = ablation.variants.map(
    ({ correctedActions, recoveredAdvantage, signFlips, clampedToZero, name }) => ({
      name,
      correctedActions,
      recoveredAdvantage,
      signFlips,
      clampedToZero,
    }),
  );
  const { rows, batches, ...funnel } = audit.funnel;
  return without({ ...figures, funnel, variants }, "ci95", "reason", "matchedMeanJaccard", "unmatchedMeanJaccard");
}

const SHARES = new Set(["value", "theta", "matchedEqual", "unmatchedEqual"]);

function doubled(once: Results): unknown {
  const twice = (value: unknown, name = ""): unknown => {
    if (typeof value === "number") return SHARES.has(name) ? value : 2 * value;
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => twice(item));
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, twice(member, key)]));
  };
  return twice(counted(once));
}

/** Results without the rules whose advantages are rewards, or sums of them. */
function unitless({ comparison, ...rest }: Results): unknown {
  const { rules, agreement } = comparison;
  const kept = (name: string) => name === "grpo" || name === "tapo";
  return {
    ...rest,
    rules: rules.filter(({ name }) => kept(name)),
    agreement: agreement.filter(({ a, b }) => kept(a) && kept(b)),
  };
}

describe("scaling rewards by a power of two", { timeout: 120_000 }, () => {
  // Logged advantages are evidence of how groups were formed: they go, as they are not scaled.
  const scale = (log: Log, factor: number): Log => ({
    records: log.records.map(({ value: { advantage, advantages, ...value }, ...place }) =>
      changed({ ...place, value }, (name, given) => (name === "reward" ? Number(given) * factor : given)),
    ),
    options: { ...log.options, successThreshold: (log.options.successThreshold ?? 0.5) * factor },
  });
  const advantages = ({ corrections }: Results, factor: number) =>
    corrections.map((member) => {
      const { advantage, turns } = member as { advantage: number; turns: { base: number; advantage: number }[] };
      return [advantage, ...turns.flatMap((turn) => [turn.base, turn.advantage])].map((value) => value * factor);
    });

  test.each(["dr-grpo", "rloo"] as const)("scales the advantages of %s, to the bit", (estimator) => {
    const found = faults(
      (log) =>
        [0.125, 2, 1024, 2 ** 950].flatMap((factor) =>
          bitDifferences(advantages(results(scale(log, 1)), factor), advantages(results(scale(log, factor)), 1)),
        ),
      (options) => ({ ...options, estimator, singleton: "zero" }),
    );
    expect(found).toEqual([]);
  });

  test("leaves the advantages of grpo without eps, and every figure, to the bit", () => {
    const found = faults(
      (log) =>
        [0.125, 1024, 2 ** 950, 2 ** -900, 2 ** -1000].flatMap((factor) => {
          const [before, after] = [results(scale(log, 1)), results(scale(log, factor))];
          const scaled = ["reward", "conventions", "warnings", "grouping"];
          return bitDifferences(without(unitless(before), ...scaled), without(unitless(after), ...scaled));
        }),
      (options) => ({ ...options, estimator: "grpo", eps: 0, singleton: "zero" }),
    );
    expect(found).toEqual([]);
  });
});
