import type { OptionGroup } from "./option-table.js";
import { number, text, toggle, type ValueKind } from "./value-kinds.js";

const texts: ValueKind<readonly string[]> = {
  expected: "a text that is not empty",
  fromText: (given) => (given === "" ? undefined : [given]),
  fromJson: () => undefined,
  merge: (before, after) => [...before, ...after],
};

const SHARED = {
  shards: { flags: "--shards <n>", description: "parts of the work", kind: number(1, 100_000, true) },
  cpusPerShard: {
    flags: "--cpus-per-shard <n>",
    description: "processors that a shard asks for",
    kind: number(1, 1024, true),
    fallback: "1",
  },
  work: {
    flags: "--work <folder>",
    description: "shared folder for partial results, until they are merged",
    kind: text,
    fallback: "tapo-shards",
  },
  tapo: {
    flags: "--tapo <command>",
    description: "shell words that run tapo on the nodes",
    kind: text,
    fallback: "this very program by its path",
  },
};

const RAY = {
  address: {
    flags: "--address <url>",
    description: "Ray's dashboard",
    kind: text,
    fallback: "http://127.0.0.1:8265",
  },
  retries: {
    flags: "--retries <n>",
    description: "times a shard is tried again",
    kind: number(0, 100, true),
    fallback: "2",
  },
  keep: { flags: "--keep", description: "leave the partial results in --work", kind: toggle },
};

const SLURM = {
  sbatch: {
    flags: "--sbatch <option>",
    description: "an option for sbatch: --sbatch=--partition=cpu; repeatable",
    kind: texts,
  },
  dryRun: { flags: "--dry-run", description: "show scripts and commands, submit nothing", kind: toggle },
};

export const SUBMIT_OPTIONS = { ...SHARED, ...RAY, ...SLURM };

export const SUBMIT_GROUPS: readonly OptionGroup[] = [
  { title: "The shards:", table: SHARED },
  { title: "On Ray:", table: RAY },
  { title: "On Slurm:", table: SLURM },
];
