import { UsageError } from "../model/errors.js";
import type { SidecarRow } from "../model/sidecar-row.js";
import { type AtomicOptions, withNewFile, writeAtomically } from "./atomic.js";
import { sidecarCsv, sidecarJsonl } from "./sidecar-text.js";

type Writer = (temporary: string, rows: Iterable<SidecarRow>) => Promise<void>;

const WRITERS = {
  jsonl: (temporary, rows) => writePieces(temporary, sidecarJsonl(rows)),
  csv: (temporary, rows) => writePieces(temporary, sidecarCsv([...rows])),
  parquet: async (temporary, rows) => (await import("./sidecar-parquet.js")).writeSidecarParquet(temporary, [...rows]),
  arrow: async (temporary, rows) => (await import("./sidecar-arrow.js")).writeSidecarArrow(temporary, [...rows]),
} satisfies Record<string, Writer>;

/**
 * Writes one flat row per turn (CONTRACT, `--sidecar`), in the format that the path's extension names: `.jsonl` (ids keep
 * their types), `.csv`, `.parquet` or `.arrow` (ids as text, see `idTexts`; tools as a list, in CSV joined by `;`).
 * @throws UsageError for another extension, or where the file exists without `force`.
 */
export async function writeSidecar(path: string, rows: Iterable<SidecarRow>, options: AtomicOptions): Promise<void> {
  const write = writerOf(path);
  await writeAtomically(path, options, (temporary) => write(temporary, rows));
}

function writerOf(path: string): Writer {
  const extension = path.toLowerCase().match(/\.([a-z]+)$/)?.[1] ?? "";
  const writer: Writer | undefined = Object.hasOwn(WRITERS, extension)
    ? WRITERS[extension as keyof typeof WRITERS]
    : undefined;
  if (writer === undefined) {
    const known = Object.keys(WRITERS).map((name) => `.${name}`);
    throw new UsageError(`${path}: the sidecar's format follows from its extension: ${known.join(", ")}`);
  }
  return writer;
}

async function writePieces(temporary: string, pieces: Iterable<string>): Promise<void> {
  await withNewFile(temporary, async (file) => {
    for (const piece of pieces) await file.writeFile(piece);
  });
}
