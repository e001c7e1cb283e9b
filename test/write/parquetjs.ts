import { createRequire } from "node:module";

/** The little of parquetjs-lite that tests use; it has no types of its own. */
export interface Reader {
  getCursor(): { next(): Promise<unknown> };
  close(): Promise<void>;
}

interface Writer {
  appendRow(row: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

interface ParquetJs {
  readonly ParquetSchema: new (fields: Record<string, unknown>) => object;
  readonly ParquetWriter: { openFile(schema: object, path: string): Promise<Writer> };
  readonly ParquetReader: { openFile(path: string): Promise<Reader> };
}

const library = createRequire(import.meta.url)("parquetjs-lite") as ParquetJs;

export const { ParquetSchema, ParquetWriter } = library;

export function openReader(path: string): Promise<Reader> {
  return library.ParquetReader.openFile(path);
}
