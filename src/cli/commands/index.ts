import type { CommandEntry } from "../command.js";

/** The commands in the order of the help. Each is loaded only when it is called: the start-up time of the others is not paid. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "audit",
    summary: "how much of a log's failing tool calls carry misassigned credit",
    load: async () => (await import("./audit.js")).auditCommand,
  },
  {
    name: "correct",
    summary: "write the log with corrected advantages",
    load: async () => (await import("./correct.js")).correctCommand,
  },
  {
    name: "ablate",
    summary: "variants of the method side by side, with a gate for CI",
    load: async () => (await import("./ablate.js")).ablateCommand,
  },
  {
    name: "compare",
    summary: "credit rules side by side, and how near each comes to the truth",
    load: async () => (await import("./compare.js")).compareCommand,
  },
  {
    name: "explain",
    summary: "one rollout or group turn by turn, with the witness of each call",
    load: async () => (await import("./explain.js")).explainCommand,
  },
  {
    name: "inspect",
    summary: "what a log is: dialect, fields, groups, what would be rejected",
    load: async () => (await import("./inspect.js")).inspectCommand,
  },
  {
    name: "simulate",
    summary: "write a log of a search agent with known true credit",
    load: async () => (await import("./simulate.js")).simulateCommand,
  },
  {
    name: "merge",
    summary: "partial results of shards into one",
    load: async () => (await import("./merge.js")).mergeCommand,
  },
  {
    name: "submit",
    summary: "the same work as shards on Ray or Slurm",
    load: async () => (await import("./submit.js")).submitCommand,
  },
];
