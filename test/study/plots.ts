import { seedMean } from "../../src/stats/seed-mean.js";
import { CONTENDERS } from "./contenders.js";
import type { Score } from "./credit-study.js";
import { band, COLOURS, curve, dot, line, picture, scale, text } from "./svg.js";
import { type Curves, LEARNERS } from "./train-study.js";

/** Correlation with the true credit of every contender: the defaults large, with interval; every other condition small. */
export function creditPlot(scores: readonly (readonly (readonly Score[])[])[]): string {
  const [left, right, top, row] = [210, 690, 58, 26];
  const x = scale([0, 0.45], [left, right]);
  const bottom = top + row * CONTENDERS.length;
  const grid = [0, 0.1, 0.2, 0.3, 0.4].flatMap((value) => [
    line(x(value), top - 8, x(value), bottom),
    text(x(value), bottom + 16, value.toFixed(1), { anchor: "middle", size: 11 }),
  ]);
  const rows = CONTENDERS.flatMap(({ name }, c) => {
    const y = top + row * (c + 0.5);
    const colour = name.startsWith("tapo") ? COLOURS[1] : COLOURS[0];
    const means = scores.map((seeds) => seedMean(seeds.map((contenders) => contenders[c]?.pearson ?? 0)));
    const [first, ...others] = means;
    const [low, high] = first?.ci95 ?? [0, 0];
    return [
      text(left - 12, y + 4, name, { anchor: "end" }),
      ...others.map(({ mean }) => dot(x(mean), y, 3, colour, 0.3)),
      line(x(low), y, x(high), y, colour, 2),
      dot(x(first?.mean ?? 0), y, 5, colour),
    ];
  });
  return picture(720, bottom + 50, "Correlation of turn advantages with the true credit, by credit rule", [
    text(16, 24, "Correlation of turn advantages with the true credit", { size: 15 }),
    text(16, 42, "large: default agent, mean of 20 seeds, 95 % interval; small: eight other kinds of agent", {
      size: 11,
    }),
    ...grid,
    ...rows,
    text((left + right) / 2, bottom + 36, "Pearson correlation, turns of groups with unequal rewards", {
      anchor: "middle",
      size: 11,
    }),
  ]);
}

const PANEL = { width: 200, height: 150, gap: 46, left: 52, top: 74 };

/** Success and entropy by step, a column for each objective, with 95 % intervals over seeds. */
export function trainPlot(curves: readonly Curves[]): string {
  const objectives = [...new Set(curves.map(({ objective }) => objective))];
  const panels = objectives.flatMap((objective, column) =>
    (["success", "entropy"] as const).map((name, row) => panel(curves, objective, name, column, row)),
  );
  const legend = LEARNERS.flatMap(({ name }, i) => [
    line(16 + 150 * i, 42, 40 + 150 * i, 42, COLOURS[i], 3),
    text(46 + 150 * i, 46, name, { size: 12 }),
  ]);
  const width = PANEL.left + objectives.length * (PANEL.width + PANEL.gap);
  return picture(
    width,
    PANEL.top + 2 * (PANEL.height + PANEL.gap) + 10,
    "Success and entropy in closed-loop training",
    [
      text(16, 24, "Closed-loop training of the tabular policy: mean of 20 seeds, 95 % interval", { size: 15 }),
      ...legend,
      ...panels.flat(),
    ],
  );
}

function panel(
  curves: readonly Curves[],
  objective: string,
  name: "success" | "entropy",
  column: number,
  row: number,
): string[] {
  const left = PANEL.left + column * (PANEL.width + PANEL.gap);
  const top = PANEL.top + row * (PANEL.height + PANEL.gap);
  const range: readonly [number, number] = name === "success" ? [0.4, 1] : [0, 2.4];
  const steps = (curves[0]?.seeds[0]?.length ?? 1) - 1;
  const x = scale([0, steps], [left, left + PANEL.width]);
  const y = scale(range, [top + PANEL.height, top]);
  const ticks = [0, 1, 2, 3].map((i) => range[0] + ((range[1] - range[0]) * i) / 3);
  return [
    text(left, top - 8, `${objective}-like: ${name}${name === "entropy" ? " (nats)" : ""}`, { size: 12 }),
    ...ticks.flatMap((tick) => [
      line(left, y(tick), left + PANEL.width, y(tick)),
      text(left - 6, y(tick) + 4, tick.toFixed(1), { anchor: "end", size: 10 }),
    ]),
    ...[0, steps / 2, steps].map((step) =>
      text(x(step), top + PANEL.height + 14, String(step), { anchor: "middle", size: 10 }),
    ),
    ...LEARNERS.flatMap((learner, i) => {
      const found = curves.find((one) => one.objective === objective && one.learner === learner);
      const colour = COLOURS[i] ?? COLOURS[0];
      const means = Array.from({ length: steps + 1 }, (_, step) =>
        seedMean(found?.seeds.map((points) => points[step]?.[name] ?? 0) ?? []),
      );
      const at = (pick: (mean: (typeof means)[number]) => number) =>
        means.map((mean, step): readonly [number, number] => [x(step), y(pick(mean))]);
      return [
        band(
          at(({ ci95 }) => ci95?.[0] ?? 0),
          at(({ ci95 }) => ci95?.[1] ?? 0),
          colour,
        ),
        curve(
          at(({ mean }) => mean),
          colour,
          i === 2 ? "5 4" : "",
        ),
      ];
    }),
  ];
}
