import type { FileHandle } from "node:fs/promises";
import type { AsyncByteQueue, RecordBatch, RecordBatchWriter, Schema } from "apache-arrow";
import type { Arrow } from "../read/arrow-library.js";
import { withNewFile } from "./atomic.js";

/** Writes record batches of one schema as an Arrow IPC file or stream. Memory holds one batch at a time. */
export async function writeArrow(
  arrow: Arrow,
  temporary: string,
  format: "arrow-file" | "arrow-stream",
  batches: (write: (batch: RecordBatch) => Promise<void>, open: (schema: Schema) => void) => Promise<void>,
): Promise<void> {
  const writer: RecordBatchWriter =
    format === "arrow-file" ? new arrow.RecordBatchFileWriter() : new arrow.RecordBatchStreamWriter();
  const sink = collectingSink(arrow);
  await withNewFile(temporary, async (file) => {
    await batches(
      async (batch) => {
        writer.write(batch);
        await sink.flush(file);
      },
      (schema) => {
        writer.reset(sink.queue, schema);
      },
    );
    writer.close();
    await sink.flush(file);
  });
}

/** What the library's writer writes to: holds pieces until they are flushed, so that nothing piles up. */
function collectingSink(arrow: Arrow): { readonly queue: AsyncByteQueue; flush(file: FileHandle): Promise<void> } {
  let held: Uint8Array[] = [];
  class Sink extends arrow.AsyncByteQueue {
    override write(piece: Uint8Array): void {
      held.push(piece);
    }
  }
  return {
    queue: new Sink(),
    async flush(file) {
      const pieces = held;
      held = [];
      for (const piece of pieces) await file.writeFile(piece);
    },
  };
}
