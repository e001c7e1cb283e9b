import type { FileHandle } from "node:fs/promises";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StandardInputLike } from "./byte-source.js";

/**
 * Standard input, kept in a temporary file without a name, so that it can be looked at, read and read again (`correct`
 * reads its input twice) in bounded memory. Nothing is left behind, however the program ends.
 */
export class StandardInput implements StandardInputLike {
  private constructor(readonly handle: FileHandle) {}

  static async spool(stream: AsyncIterable<Uint8Array | string>): Promise<StandardInput> {
    const folder = await mkdtemp(join(tmpdir(), "tapo-"));
    const path = join(folder, "stdin");
    try {
      const handle = await open(path, "wx+", 0o600);
      await rm(folder, { recursive: true });
      for await (const piece of stream) await handle.writeFile(piece);
      return new StandardInput(handle);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
