import type { Bar, Besides } from "./bars.js";
import type { Measured } from "./measure.js";

/** One run of the benchmark. */
export interface BenchResult {
  readonly size: string;
  readonly machine: Readonly<Record<string, string>>;
  readonly measured: readonly Measured[];
  readonly besides: Besides;
  readonly bars: readonly Bar[];
}

/** The run as Markdown. */
export function markdown({ size, machine, measured, besides, bars }: BenchResult): string {
  return [
    `Run \`${size}\`: ${Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ")}.`,
    "",
    "Whole processes, medians; memory is the peak of the resident set.",
    "",
    table(["work", "runs", "seconds", "of them the processor's", "MB/s", "memory MB"], measured.map(jobRow)),
    "",
    table(["bar", "measured", "limit", "met"], bars.map(barRow)),
    "",
    table(
      ["rollouts", "seconds", "memory MB"],
      besides.growth.map((one) => [String(one.rollouts), number(one.seconds, 2), number(one.rss, 0)]),
    ),
    "",
  ].join("\n");
}

function jobRow({ name, bytes, runs, median }: Measured): string[] {
  const speed = bytes / 1e6 / median.wall;
  return [
    name,
    String(runs.length),
    number(median.wall, 2),
    number(median.cpu, 2),
    number(speed, 0),
    number(median.rss, 0),
  ];
}

function barRow({ name, value, unit, limit, atMost, met }: Bar): string[] {
  const digits = unit === "MB" || unit === "ms" ? 0 : 2;
  const with_ = (text: string) => (unit === "" ? text : `${text} ${unit}`);
  return [
    name,
    with_(number(value, digits)),
    `${atMost ? "at most" : "at least"} ${with_(String(limit))}`,
    met ? "yes" : "**no**",
  ];
}

function number(value: number | null, digits: number): string {
  return value === null || !Number.isFinite(value) ? "" : value.toFixed(digits);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
