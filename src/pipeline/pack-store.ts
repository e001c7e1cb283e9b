import { headRange } from "../credit/packed-member.js";
import type { PackedCredits } from "../model/packed-credits.js";
import type { EngineMemory, Spillable } from "./store/engine-memory.js";
import { SpillFile } from "./store/spill-file.js";

const NONE = new Uint8Array(0);

/** Packed credits; their texts, most of their size, go to a temporary file where memory has become scarce. */
export class PackStore implements Spillable {
  readonly packs: PackedCredits[] = [];
  /** Where the texts of packs begin in the file. */
  private readonly positions = new Map<PackedCredits, number>();
  private file: SpillFile | null = null;
  private spilled = 0;

  constructor(
    private readonly memory: EngineMemory,
    /** Name of the temporary file, where one is needed. */
    private readonly path: string,
  ) {
    memory.register(this);
  }

  get spilledBytes(): number {
    return this.file?.size ?? 0;
  }

  add(pack: PackedCredits): void {
    this.memory.check();
    this.packs.push(pack);
  }

  /** The text of a rollout's `tapo` member, without advantages per token and closing brace, in UTF-8. */
  headOf(pack: PackedCredits, index: number): Uint8Array {
    const [from, to] = headRange(pack, index);
    const position = this.positions.get(pack);
    if (position === undefined || this.file === null) return pack.heads.subarray(from, to);
    return this.file.readAt(position + from, to - from);
  }

  /** @throws InputError as `SpillFile`. */
  spill(): void {
    for (; this.spilled < this.packs.length; this.spilled++) {
      const pack = this.packs[this.spilled];
      if (pack === undefined) continue;
      this.file ??= new SpillFile(this.path);
      const light = { ...pack, heads: NONE };
      this.positions.set(light, this.file.size);
      this.file.append(pack.heads);
      this.packs[this.spilled] = light;
    }
  }

  close(): void {
    this.file?.close();
    this.file = null;
  }
}
