import { seedMean } from "../../src/stats/seed-mean.js";
import { CONTENDERS, TAPO_VARIANTS } from "./contenders.js";
import { CONDITIONS, type Score } from "./credit-study.js";
import { type Curves, entropyAt, LEARNERS } from "./train-study.js";

/** Scores by condition, seed and contender. */
export type Scores = readonly (readonly (readonly Score[])[])[];

/** `0.304 [0.297, 0.311]`. */
function cell(values: readonly number[], digits = 3): string {
  const { mean, ci95 } = seedMean(values);
  return `${mean.toFixed(digits)}${ci95 === null ? "" : ` [${ci95.map((bound) => bound.toFixed(digits)).join(", ")}]`}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, i) => (i === 0 ? ":--" : "--:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const of = (seeds: readonly (readonly Score[])[], name: string, key: keyof Score) => {
  const at = CONTENDERS.findIndex((contender) => contender.name === name);
  return seeds.map((contenders) => contenders[at]?.[key] ?? 0);
};

const less = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - (b[i] ?? 0));

/** Uncorrected and corrected advantages beside the truth, with the defaults. */
export function helpTable([seeds = []]: Scores): string {
  const rows: readonly (readonly [string, keyof Score, number])[] = [
    ["sign agreement", "sign", 3],
    ["Pearson correlation", "pearson", 3],
    ["mean squared error, as they stand", "mse", 3],
    ["share of the true credit's mean square explained, best scaling", "explained", 3],
    ["truly harmful turns of failures not punished", "forgiven", 3],
  ];
  return table(
    ["over 20 seeds, mean [95 % interval]", "uncorrected (GRPO)", "corrected (TAPO)", "difference, paired"],
    rows.map(([label, key, digits]) => {
      const [base, corrected] = [of(seeds, "grpo", key), of(seeds, "tapo", key)];
      return [label, cell(base, digits), cell(corrected, digits), cell(less(corrected, base), digits)];
    }),
  );
}

/** Every contender with the defaults. */
export function contenderTable([seeds = []]: Scores): string {
  return table(
    ["rule", "sign agreement", "Pearson", "Spearman", "explained by best scaling", "harm forgiven"],
    CONTENDERS.map(({ name }) => [
      name,
      ...(["sign", "pearson", "spearman", "explained", "forgiven"] as const).map((key) => cell(of(seeds, name, key))),
    ]),
  );
}

/** The nearest rule in every condition, and what TAPO and its variants gain over GRPO. */
export function conditionTable(scores: Scores): string {
  return table(
    ["agent", "nearest rule", "Pearson of GRPO", ...TAPO_VARIANTS.map(({ name }) => `${name} less GRPO`)],
    CONDITIONS.map((condition, i) => {
      const seeds = scores[i] ?? [];
      const base = of(seeds, "grpo", "pearson");
      const means = CONTENDERS.map(({ name }) => ({ name, mean: seedMean(of(seeds, name, "pearson")).mean }));
      const best = means.reduce((a, b) => (b.mean > a.mean ? b : a));
      return [
        condition.name,
        `${best.name} (${best.mean.toFixed(3)})`,
        cell(base),
        ...TAPO_VARIANTS.map(({ name }) => cell(less(of(seeds, name, "pearson"), base))),
      ];
    }),
  );
}

/** What is forgiven rightly and wrongly: the failing turns that a TAPO variant corrects. */
export function correctedTable(scores: Scores): string {
  return table(
    ["agent", ...TAPO_VARIANTS.flatMap(({ name }) => [`${name}: truly good`, "truly harmful", "mean true credit"])],
    CONDITIONS.map((condition, i) => [
      condition.name,
      ...TAPO_VARIANTS.flatMap(({ name }) => {
        const share = (key: "changedGood" | "changedHarmful") =>
          `${(100 * seedMean(of(scores[i] ?? [], name, key)).mean).toFixed(1)} %`;
        const truth = seedMean(of(scores[i] ?? [], name, "changedTruth")).mean.toFixed(3);
        return [share("changedGood"), share("changedHarmful"), truth];
      }),
    ]),
  );
}

/** Success at which entropies are compared. */
export const LEVEL = 0.75;

/** Where every learner ends, and how it differs from GRPO's advantages, seed by seed. */
export function trainTable(curves: readonly Curves[]): string {
  return table(
    [
      "objective",
      "credit rule",
      "success at the end",
      "less GRPO's",
      "entropy at the end",
      "less GRPO's",
      `entropy at success ${LEVEL}`,
      "less GRPO's",
      "tool calls at the end",
    ],
    curves.map((one) => {
      const base = curves.find(({ objective, learner }) => objective === one.objective && learner === LEARNERS[0]);
      const last = (of: Curves | undefined, key: "success" | "entropy" | "toolCalls") =>
        of?.seeds.map((points) => points.at(-1)?.[key] ?? 0) ?? [];
      const level = (of: Curves | undefined) => of?.seeds.map((points) => entropyAt(points, LEVEL)) ?? [];
      const differs = (values: readonly number[], from: readonly number[]) =>
        one === base ? "" : cell(less(values, from));
      return [
        `${one.objective}-like`,
        one.learner.name,
        cell(last(one, "success")),
        differs(last(one, "success"), last(base, "success")),
        cell(last(one, "entropy")),
        differs(last(one, "entropy"), last(base, "entropy")),
        cell(level(one)),
        differs(level(one), level(base)),
        cell(last(one, "toolCalls"), 2),
      ];
    }),
  );
}
