import { expect, test } from "vitest";
import { batchFromPath } from "../../src/normalise/batch-from-path.js";

test.each<[string, number | bigint | null]>([
  ["12.jsonl", 12],
  ["rollouts/12.jsonl.gz", 12],
  ["completions_00010.parquet", 10],
  ["train-3.jsonl", 3],
  ["train_data_step7.jsonl", 7],
  ["rollouts/step_40/train/traces.jsonl", 40],
  ["0042.jsonl", 42],
  ["9007199254740993.jsonl", 9007199254740993n],
  ["log.jsonl", null],
  ["v2.jsonl", null],
  ["step_x/log.jsonl", null],
  ["my_step_3/log.jsonl", null],
  ["-", null],
])("%s names step %s", (path, step) => {
  expect(batchFromPath(path)).toBe(step);
});
