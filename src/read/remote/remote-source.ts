import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../model/errors.js";
import type { RemoteAccess } from "../../model/remote.js";
import { type OpenObject, openObject, PassingError } from "./open-object.js";

/** Tries in a row that bring no byte, and the wait before the second one in milliseconds; it doubles. */
const TRIES = 5;
const WAIT = 200;

/** A `ByteSource` of an object. */
export interface RemoteBytes {
  read(target: Buffer, offset: number): Promise<number>;
  close(): Promise<void>;
}

interface RemoteOptions {
  /** Told the bytes taken, piece by piece. */
  readonly onBytes?: ((n: number) => void) | undefined;
}

/** Bytes of an object as they come; a broken connection is taken up again where it ended. */
export async function openRemote(
  path: string,
  access: RemoteAccess,
  options: RemoteOptions = {},
): Promise<RemoteBytes> {
  const source = new RemoteSource(path, access, options);
  await source.begin();
  return source;
}

/** Size and version of an object as `fileStamp` gives them for a file. Throws as `openRemote`. */
export async function remoteStamp(path: string, access: RemoteAccess): Promise<string> {
  const source = new RemoteSource(path, access, {});
  const { version } = await source.begin();
  await source.close();
  return version;
}

/** Bytes of an object; 0 where the server does not say. Throws as `openRemote`. */
export async function remoteSize(path: string, access: RemoteAccess): Promise<number> {
  const source = new RemoteSource(path, access, {});
  const { size } = await source.begin();
  await source.close();
  return size ?? 0;
}

class RemoteSource implements RemoteBytes {
  private object: OpenObject | null = null;
  private pieces: AsyncIterator<Buffer> | null = null;
  private version: string | null = null;
  private rest: Buffer = Buffer.alloc(0);
  private position = 0;
  private failures = 0;

  constructor(
    private readonly path: string,
    private readonly access: RemoteAccess,
    private readonly options: RemoteOptions,
  ) {}

  async begin(): Promise<OpenObject> {
    for (;;) {
      try {
        const object = await openObject(this.path, this.access, this.position);
        if (this.version !== null && object.version !== this.version) {
          object.body.destroy();
          throw new InputError(`${this.path}: changed while it was read`);
        }
        this.version = object.version;
        this.object = object;
        this.pieces = object.body[Symbol.asyncIterator]();
        return object;
      } catch (error) {
        await this.again(error);
      }
    }
  }

  async read(target: Buffer, offset: number): Promise<number> {
    while (this.rest.length === 0) {
      const piece = await this.next();
      if (piece === null) return 0;
      this.rest = piece;
    }
    const n = this.rest.copy(target, offset);
    this.rest = this.rest.subarray(n);
    this.options.onBytes?.(n);
    return n;
  }

  async close(): Promise<void> {
    this.object?.body.destroy();
    this.object = null;
  }

  /** The next bytes; null at the object's end. */
  private async next(): Promise<Buffer | null> {
    for (;;) {
      if (this.pieces === null) await this.begin();
      try {
        const next = await this.pieces?.next();
        if (next !== undefined && next.done !== true) {
          this.position += next.value.length;
          this.failures = 0;
          return next.value;
        }
        const size = this.object?.size ?? null;
        if (size === null || this.position >= size) return null;
        throw new PassingError(`the connection ended at byte ${this.position} of ${size}`);
      } catch (error) {
        this.pieces = null;
        await this.close();
        await this.again(error instanceof InputError ? error : new PassingError(String(error)));
      }
    }
  }

  /** Waits before another try. Throws what is final, and after too many tries. */
  private async again(error: unknown): Promise<void> {
    if (!(error instanceof PassingError)) throw error;
    this.failures++;
    if (this.failures >= TRIES) throw new InputError(`${this.path}: cannot be read (${error.message})`);
    await sleep(WAIT * 2 ** (this.failures - 1));
  }
}
