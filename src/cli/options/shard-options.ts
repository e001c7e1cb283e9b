import type { Shard } from "../../model/partial.js";
import { parseShard } from "../../parallel/shard.js";
import type { OptionGroup } from "./option-table.js";
import { text, type ValueKind } from "./value-kinds.js";

const shards: ValueKind<Shard> = {
  expected: "I/N, I from 0 to N - 1",
  range: "I/N, I from 0 to N - 1",
  fromText: (given) => parseShard(given) ?? undefined,
  fromJson: () => undefined,
};

/** One part of the work, for another machine or process to do the rest. */
export const SHARD_OPTIONS = {
  shard: { flags: "--shard <i/n>", description: "only the batches of this shard", kind: shards },
  partial: {
    flags: "--partial <file>",
    description: "where the shard's partial result goes, for `tapo merge`; - for standard output",
    kind: text,
  },
};

export const SHARD_GROUP: OptionGroup = { title: "One shard of many (docs/SCALE.md):", table: SHARD_OPTIONS };
