import { JOB } from "./jobs.js";
import type { Measured } from "./measure.js";

/** A bar of DESIGN, "Speed and memory", and how far the run is from it. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: number;
  readonly atMost: boolean;
  readonly met: boolean;
}

/** What is known besides whole-process runs. */
export interface Besides {
  /** Milliseconds of one audit, and of one correction, of a batch in memory: medians, code warm. */
  readonly batch: { readonly audit: number; readonly correct: number };
  /** Seconds by rollouts. */
  readonly growth: readonly { readonly rollouts: number; readonly seconds: number; readonly rss: number | null }[];
}

export function barsOf(measured: readonly Measured[], { batch, growth }: Besides): Bar[] {
  const of = (name: string) => measured.find((one) => one.name === name)?.median;
  const wall = (name: string) => of(name)?.wall ?? Number.NaN;
  const rss = (name: string) => of(name)?.rss ?? Number.NaN;
  const most = (name: string, value: number, limit: number, unit = "times"): Bar => ({
    name,
    value,
    unit,
    limit,
    atMost: true,
    met: value <= limit,
  });
  const least = (name: string, value: number, limit: number): Bar => ({
    name,
    value,
    unit: "times",
    limit,
    atMost: false,
    met: value >= limit,
  });
  return [
    most("audit of JSONL: time of DuckDB's scan with types given", wall(JOB.audit) / wall(JOB.scan), 1),
    most("audit of JSONL: time of DuckDB's scan with types inferred", wall(JOB.audit) / wall(JOB.scanInferred), 1),
    most("audit of JSONL: peak memory", rss(JOB.audit), 400, "MB"),
    most("audit of JSONL: time of DuckDB's scan with nested types given", wall(JOB.audit) / wall(JOB.scanNested), 1),
    least("audit of JSONL: faster than Python, the whole audit", wall(JOB.python) / wall(JOB.audit), 10),
    least("audit of JSONL: faster than Python, headline alone", wall(JOB.pythonHeadline) / wall(JOB.audit), 10),
    most("audit of Parquet: time of DuckDB's scan", wall(JOB.auditParquet) / wall(JOB.scanParquet), 1.5),
    most("correct JSONL to JSONL: time of audit", wall(JOB.correct) / wall(JOB.audit), 2),
    most("correct JSONL to JSONL: peak memory", rss(JOB.correct), 400, "MB"),
    most("correct Parquet to Parquet: time of DuckDB's COPY", wall(JOB.correctParquet) / wall(JOB.copyParquet), 2.5),
    most("a batch of 128 groups of 8 rollouts in memory: audit", batch.audit, 50, "ms"),
    most("a batch of 128 groups of 8 rollouts in memory: correction", batch.correct, 50, "ms"),
    most("30 ablation variants: time of one", wall(JOB.ablateMany) / wall(JOB.ablateOne), 2),
    most("growth: exponent of time over rollouts", exponent(growth), 1.05, ""),
    least("2 threads: faster than 1", wall(JOB.auditOne) / wall(JOB.audit), 1.6),
  ];
}

/** Slope of log time over log rollouts between the two largest logs: the smallest is mostly start-up. */
function exponent(growth: Besides["growth"]): number {
  const [a, b] = growth.slice(-2);
  if (a === undefined || b === undefined) return Number.NaN;
  return Math.log(b.seconds / a.seconds) / Math.log(b.rollouts / a.rollouts);
}
