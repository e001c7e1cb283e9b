import type { TrainResult, TrainRow } from "../../model/train.js";
import { VERSION } from "../../model/version.js";
import { seedMean } from "../../stats/seed-mean.js";
import { train } from "../train.js";
import type { TrainOptions, TrainPoint } from "./options.js";

/** Trains once for each of `repeats` seeds, from the options' own on. `onPoint` is told of every step as it is done. */
export function trainRepeats(options: TrainOptions, repeats: number, onPoint: () => void = () => {}): TrainResult {
  const { simulate, rule, objective, learningRate, epochs } = options;
  const runs = Array.from({ length: repeats }, (_, i): TrainPoint[] => {
    const points: TrainPoint[] = [];
    for (const point of train({ ...options, simulate: { ...simulate, seed: simulate.seed + i } })) {
      points.push(point);
      onPoint();
    }
    return points;
  });
  return {
    schema: "tapo.train/1",
    version: VERSION,
    rule,
    objective,
    options: { ...simulate, learningRate, epochs },
    repeats,
    points: Array.from({ length: simulate.steps + 1 }, (_, step) => rowOf(step, runs)),
  };
}

function rowOf(step: number, runs: readonly (readonly TrainPoint[])[]): TrainRow {
  const over = (name: "success" | "entropy" | "toolCalls") => seedMean(runs.map((run) => run[step]?.[name] ?? 0));
  return { step, success: over("success"), entropy: over("entropy"), toolCalls: over("toolCalls") };
}
