import type { EngineMemory, Spillable } from "./engine-memory.js";
import { Packer } from "./packer.js";
import { SpillFile } from "./spill-file.js";
import { Unpacker } from "./unpacker.js";

/** Values added, or made from the file, between two looks at the memory. */
const LOOK_EVERY = 128;
/** Bytes written to the file at once. */
const PAGE = 1 << 20;

/**
 * Values by number, in the order in which they are added: in memory as they are, and in a temporary file where memory
 * has become scarce. A value from the file is made anew whenever it is asked for.
 */
export class ValueStore<T> implements Spillable {
  /** Those in memory: numbers from `starts.length` on. */
  private live: T[] = [];
  private spilled: Spilled | null = null;
  private count = 0;
  private reads = 0;

  constructor(
    private readonly memory: EngineMemory,
    /** Name of the temporary file, where one is needed. */
    private readonly path: string,
    /** Called when values have left the memory: lets go what was kept to share parts of them. */
    private readonly onSpill: () => void = () => {},
  ) {
    memory.register(this);
  }

  get size(): number {
    return this.count;
  }

  /** Bytes in the temporary file. */
  get spilledBytes(): number {
    return this.spilled?.file.size ?? 0;
  }

  /** Gives the value's number. */
  add(value: T): number {
    if (this.count % LOOK_EVERY === LOOK_EVERY - 1) this.memory.check();
    this.live.push(value);
    return this.count++;
  }

  get(index: number): T {
    const fromFile = this.count - this.live.length;
    if (index < fromFile && this.spilled !== null) {
      // What is made from the file and soon forgotten fills the memory as well.
      if (this.reads++ % LOOK_EVERY === LOOK_EVERY - 1) this.memory.check();
      return this.spilled.get(index) as T;
    }
    const value = this.live[index - fromFile];
    if (value === undefined) throw new RangeError(`no value ${index}`);
    return value;
  }

  /** Moves all values to the file. @throws InputError as `SpillFile`. */
  spill(): void {
    if (this.live.length === 0) return;
    this.spilled ??= new Spilled(this.path);
    this.spilled.add(this.live);
    this.live = [];
    this.onSpill();
  }

  close(): void {
    this.live = [];
    this.count = 0;
    this.spilled?.file.close();
    this.spilled = null;
  }
}

/** The values in the file. */
class Spilled {
  readonly file: SpillFile;
  private readonly packer = new Packer();
  /** Positions of the values, and behind them the end. */
  private starts = new Float64Array(1 << 10);
  private count = 0;
  private unpacker: Unpacker | null = null;

  constructor(path: string) {
    this.file = new SpillFile(path);
  }

  add(values: readonly unknown[]): void {
    for (const value of values) {
      if (this.count + 2 > this.starts.length) {
        const grown = new Float64Array(this.starts.length * 2);
        grown.set(this.starts);
        this.starts = grown;
      }
      this.starts[this.count++] = this.packer.pack(value);
      if (this.packer.size >= PAGE) this.file.append(this.packer.take());
    }
    this.file.append(this.packer.take());
    this.starts[this.count] = this.file.size;
    this.packer.forget();
    this.unpacker = null; // its tables are those of before
  }

  get(index: number): unknown {
    this.unpacker ??= new Unpacker(this.packer.tables, this.file.readAt);
    const start = this.starts[index] ?? 0;
    return this.unpacker.unpack(start, (this.starts[index + 1] ?? 0) - start);
  }
}
