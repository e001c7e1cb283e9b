import { closeSync, constants, openSync, readSync, rmSync, writeSync } from "node:fs";
import { InputError } from "../../model/errors.js";

/** Bytes read at once where reading goes on behind what was read last. */
const AHEAD = 1 << 18;
/** How far behind the last read's end the next one still counts as going on. */
const NEAR = 1 << 16;

/**
 * A temporary file that is written at its end and read anywhere. Its name is taken away as soon as it is open, where the
 * system allows that: whatever ends the process, nothing is left.
 */
export class SpillFile {
  private readonly descriptor: number;
  private length = 0;
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;
  private lastEnd = 0;

  /** @throws InputError where it cannot be made: a missing folder, no permission, a file of that name. */
  constructor(private readonly path: string) {
    const { O_CREAT, O_EXCL, O_RDWR } = constants;
    this.descriptor = this.attempt(() => openSync(path, O_RDWR | O_CREAT | O_EXCL, 0o600));
    try {
      rmSync(path);
    } catch {
      // an open file keeps its name on some systems: `close` takes it away, or whoever made the name does
    }
  }

  /** Bytes written so far: the position of the next. */
  get size(): number {
    return this.length;
  }

  /** @throws InputError where the disk is full. */
  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      done += this.attempt(() => writeSync(this.descriptor, bytes, done, bytes.length - done, this.length + done));
    }
    this.length += bytes.length;
  }

  /** The bytes at a position; the memory is not written to again. */
  readonly readAt = (position: number, size: number): Uint8Array => {
    const end = position + size;
    if (position < this.windowStart || end > this.windowStart + this.window.length) {
      const goesOn = position >= this.lastEnd && position - this.lastEnd <= NEAR;
      const wanted = Math.min(goesOn ? Math.max(size, AHEAD) : size, this.length - position);
      this.window = this.readWhole(position, wanted);
      this.windowStart = position;
    }
    this.lastEnd = end;
    const from = position - this.windowStart;
    return this.window.subarray(from, from + size);
  };

  close(): void {
    closeSync(this.descriptor);
    rmSync(this.path, { force: true });
  }

  private readWhole(position: number, size: number): Uint8Array {
    const bytes = Buffer.allocUnsafe(size);
    for (let done = 0; done < size; ) {
      const read = this.attempt(() => readSync(this.descriptor, bytes, done, size - done, position + done));
      if (read === 0) throw new InputError(`${this.path}: the temporary file was cut short while in use`);
      done += read;
    }
    return bytes;
  }

  private attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw problem(this.path, error);
    }
  }
}

function problem(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const what = PROBLEMS.get(String(error.code)) ?? `cannot be used (${error.message})`;
  return new InputError(
    `${path}: ${what}. It is for what --memory-limit leaves no room for: give more, or set TMPDIR to another folder`,
  );
}

const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "the disk of the temporary folder is full"],
  ["EDQUOT", "the quota of the temporary folder is used up"],
  ["EACCES", "the temporary folder may not be written to"],
  ["EPERM", "the temporary folder may not be written to"],
  ["EROFS", "the temporary folder may not be written to"],
  ["ENOENT", "there is no such temporary folder"],
]);
