import type { Dialect } from "../dialect.js";
import { knownBy } from "../known-by.js";
import { at, firstOf, NOTHING } from "../path.js";
import { splitPrompt } from "../turns/split-prompt.js";

/** tau-bench: one JSON array of runs. */
export const tauBench: Dialect = {
  name: "tau-bench",
  framework: "tau-bench",
  writes: "`results/*.json` of `run.py`: one JSON array, an element a trial of a task",
  detect: (sample) => knownBy(sample, 0.9, ["task_id", "reward", "traj"]),
  fields: () => ["task_id", "trial", "reward", "traj", "info"],
  stepInFileName: false,
  notes: [
    "The user is simulated: trials of one task begin with different words, so the prompt is the task's instruction.",
    "Some tools change state: what a call returns then depends on the calls before it.",
  ],
  groups: "declared",
  mapping: [
    { name: "group", field: "task_id" },
    { name: "rollout", field: "trial" },
    { name: "reward", field: "reward" },
    { name: "prompt", field: "info.task.instruction" },
    { name: "turns", field: "traj" },
  ],
  *drafts(record) {
    const { prompt, turns } = splitPrompt(at(record, "traj").value, "traj");
    const task = firstOf(record, ["info.task.instruction", "info.task"]);
    yield {
      record,
      batch: NOTHING,
      group: at(record, "task_id"),
      id: at(record, "trial"),
      prompt: task.value === undefined ? { value: prompt, field: "traj" } : task,
      groundTruth: at(record, "info.task.actions"),
      reward: at(record, "reward"),
      turns,
    };
  },
};
