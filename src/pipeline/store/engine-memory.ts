import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Share of the engine's own limit that may be in use: room for the collector to work in. */
const SAFE = 0.6;
/** Least growth before memory is freed again, as a share of the part and in bytes: freeing costs a pass over what stays. */
const STEP = { share: 1 / 8, bytes: 1 << 24 };

/** Something that can give memory back. */
export interface Spillable {
  spill(): void;
  /** Lets go of everything, files included. */
  close(): void;
}

/** The part of the memory that one thread's engine may use. When it is used up, all that can give memory back does. */
export class EngineMemory {
  /** Bytes that may be in use. */
  readonly part: number;
  private threshold: number;
  private readonly spillables: Spillable[] = [];

  /** @param bytes may be Infinity: then the engine's own limit counts alone. */
  constructor(bytes: number) {
    this.part = Math.min(bytes, SAFE * getHeapStatistics().heap_size_limit);
    this.threshold = this.part;
  }

  register(spillable: Spillable): void {
    this.spillables.push(spillable);
  }

  close(): void {
    for (const spillable of this.spillables.splice(0)) spillable.close();
  }

  spill(): void {
    for (const spillable of this.spillables) spillable.spill();
  }

  /** To be called now and then while memory fills up. */
  check(): void {
    if (inUse() <= this.threshold) return;
    this.spill();
    collectGarbage();
    this.threshold = Math.max(this.part, inUse() + Math.max(STEP.share * this.part, STEP.bytes));
  }
}

function inUse(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}

/** Without it the engine lets garbage grow to the size of what it has just let go. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}
