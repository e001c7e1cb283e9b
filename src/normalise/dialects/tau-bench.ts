import { flatDialect } from "../flat-dialect.js";
import { knownBy } from "../known-by.js";
import { at, firstOf } from "../path.js";
import { splitPrompt } from "../turns/split-prompt.js";

/** tau-bench: one JSON array of runs. */
export const tauBench = flatDialect({
  name: "tau-bench",
  framework: "tau-bench",
  writes: "`results/*.json` of `run.py`: one JSON array, an element a trial of a task",
  detect: (sample) => knownBy(sample, 0.9, ["task_id", "reward", "traj"]),
  stepInFileName: false,
  notes: [
    "The user is simulated: trials of one task begin with different words, so the prompt is the task's instruction.",
    "Some tools change state: what a call returns then depends on the calls before it.",
  ],
  groups: "declared",
  map: {
    group: "task_id",
    rollout: "trial",
    reward: "reward",
    prompt: ["info.task.instruction", "info.task"],
    groundTruth: "info.task.actions",
  },
  conversation: ["traj"],
  read(record) {
    const { prompt, turns } = splitPrompt(at(record, "traj").value, "traj");
    const task = firstOf(record, ["info.task.instruction", "info.task"]);
    return { turns, prompt: task.value === undefined ? prompt : task };
  },
});
