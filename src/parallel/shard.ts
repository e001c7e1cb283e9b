import { idKey } from "../json/id.js";
import type { Id } from "../model/id.js";
import type { Shard } from "../model/partial.js";
import { fnv1a32, mix32 } from "../stats/poisson.js";

const encoder = new TextEncoder();

/**
 * The shard that a batch belongs to, from 0: FNV-1a-32 of the UTF-8 bytes of the batch id's canonical JSON, mixed by
 * MurmurHash3's finaliser, modulo `count`. The same on every machine and in every version.
 */
export function shardOf(batch: Id, count: number): number {
  return mix32(fnv1a32(encoder.encode(idKey(batch)))) % count;
}

/** `I/N` as a shard: I from 0 to N - 1. Null for any other text. */
export function parseShard(text: string): Shard | null {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim());
  if (match === null) return null;
  const [index, count] = [Number(match[1]), Number(match[2])];
  return index < count ? { index, count } : null;
}

export function shardName({ index, count }: Shard): string {
  return `${index}/${count}`;
}
