import { type Arrow, loadArrow } from "../read/arrow-library.js";
import { NEW_COLUMNS } from "./new-columns.js";

/** Key under which Arrow's Parquet writers keep the schema, as base64 of an IPC message. */
export const ARROW_SCHEMA_KEY = "ARROW:schema";

/**
 * The kept Arrow schema with the new columns behind its own. As it was it would not fit the file any more: some readers
 * then ignore it, others fail. Null, to leave it out, where the library cannot read it.
 */
export async function extendArrowSchema(base64: string): Promise<string | null> {
  const arrow = await loadArrow();
  try {
    const reader = arrow.RecordBatchReader.from(Buffer.from(base64, "base64")).open();
    const kept = reader.schema.fields.filter(({ name }) => !(NEW_COLUMNS as readonly string[]).includes(name));
    const schema = new arrow.Schema([...kept, ...newFields(arrow)], reader.schema.metadata, reader.schema.dictionaries);
    return schemaMessage(arrow, schema).toString("base64");
  } catch {
    return null;
  }
}

function newFields(arrow: Arrow): InstanceType<Arrow["Field"]>[] {
  const list = (type: InstanceType<Arrow["Float"]>) => new arrow.List(new arrow.Field("element", type, true));
  const types = [
    new arrow.Float64(),
    new arrow.Bool(),
    list(new arrow.Float64()),
    list(new arrow.Float32()),
    new arrow.Utf8(),
  ];
  return NEW_COLUMNS.map((name, i) => new arrow.Field(name, types[i] ?? new arrow.Null(), true));
}

function schemaMessage(arrow: Arrow, schema: InstanceType<Arrow["Schema"]>): Buffer {
  const pieces: Uint8Array[] = [];
  class Sink extends arrow.AsyncByteQueue {
    override write(piece: Uint8Array): void {
      pieces.push(piece);
    }
  }
  new arrow.RecordBatchStreamWriter().reset(new Sink(), schema);
  return Buffer.concat(pieces);
}
