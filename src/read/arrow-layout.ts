import type { FlatTable } from "./flat-table.js";

/** Which buffers and children an array of a type has (Arrow columnar format, "Buffer listing for each layout"). */
export type Layout =
  | { readonly kind: "null" }
  | { readonly kind: "fixed"; readonly bits: number }
  | { readonly kind: "bytes"; readonly offsetBytes: number }
  | { readonly kind: "views" }
  | { readonly kind: "list"; readonly offsetBytes: number; readonly child: Layout }
  | { readonly kind: "fixed-list"; readonly size: number; readonly child: Layout }
  | { readonly kind: "struct"; readonly children: readonly Layout[] }
  | { readonly kind: "union"; readonly dense: boolean; readonly children: readonly Layout[] };

/** What the batches behind a schema are held against: layouts of the columns, and of the dictionaries by their ids. */
export interface SchemaLayout {
  readonly columns: readonly Layout[];
  readonly dictionaries: ReadonlyMap<number, Layout>;
}

/** Deeper than any log; the library recurses as deep as a file wants. */
const DEEPEST = 64;
/** Digits behind or before the point, more than the widest decimal has. */
const LARGEST_SCALE = 100;

/**
 * Reads the layouts out of a schema's table (format/Schema.fbs).
 * @throws Error where a type is broken, unknown, or of a kind that is not read.
 */
export function schemaLayout(schema: FlatTable): SchemaLayout {
  if (schema.short(0) === 1) throw new Error("its numbers are big-endian");
  const dictionaries = new Map<number, Layout>();
  const columns = schema.tables(1).map((field) => fieldLayout(field, dictionaries, 0));
  checkMetadata(schema, 2);
  return { columns, dictionaries };
}

function fieldLayout(field: FlatTable, dictionaries: Map<number, Layout>, depth: number): Layout {
  if (depth > DEEPEST) throw new Error(`its columns are nested more than ${DEEPEST} deep`);
  field.elements(0, 1);
  checkMetadata(field, 6);
  const children = field.tables(5).map((child) => fieldLayout(child, dictionaries, depth + 1));
  const layout = typeLayout(field.byte(2), field.table(3), children);
  const dictionary = field.table(4);
  if (dictionary === null) return layout;
  dictionaries.set(dictionary.count(0), layout);
  const index = dictionary.table(1);
  return { kind: "fixed", bits: index === null ? 32 : intBits(index) };
}

/** Names and values that the library copies. */
function checkMetadata(table: FlatTable, field: number): void {
  for (const pair of table.tables(field)) for (const part of [0, 1]) pair.elements(part, 1);
}

function typeLayout(type: number, table: FlatTable | null, children: readonly Layout[]): Layout {
  const layout = TYPES[type]?.(table ?? ABSENT, children);
  if (layout === undefined) throw new Error(`it has a column of a type that is not read (number ${type})`);
  return layout;
}

/** A type's table that is not there: all its fields have their defaults. */
const ABSENT: Pick<FlatTable, "int" | "short" | "elements"> = {
  int: (_, fallback = 0) => fallback,
  short: (_, fallback = 0) => fallback,
  elements: () => Buffer.alloc(0),
};

type TypeTable = typeof ABSENT;

const fixed = (bits: number): Layout => ({ kind: "fixed", bits });
const bytes = (offsetBytes: number) => (): Layout => ({ kind: "bytes", offsetBytes });
const views = (): Layout => ({ kind: "views" });
const list =
  (offsetBytes: number) =>
  (_: TypeTable, children: readonly Layout[]): Layout => ({
    kind: "list",
    offsetBytes,
    child: only(children),
  });

/** By the number of a type in the union `Type`. Those left out have no reader in the library: run ends and list views. */
const TYPES: Readonly<Record<number, (type: TypeTable, children: readonly Layout[]) => Layout>> = {
  1: () => ({ kind: "null" }),
  2: (type) => fixed(intBits(type)),
  3: (type) => fixed(chosen([16, 32, 64], type.short(0))),
  4: bytes(4),
  5: bytes(4),
  6: () => fixed(1),
  7: decimal,
  8: (type) => fixed(chosen([32, 64], type.short(0, 1))),
  9: (type) => fixed(among([32, 64], type.int(1, 32))),
  10: (type) => {
    type.elements(1, 1);
    return fixed(64);
  },
  11: (type) => fixed(chosen([32, 64, 128], type.short(0))),
  12: list(4),
  13: (_, children) => ({ kind: "struct", children }),
  14: (type, children) => {
    type.elements(1, 4);
    return { kind: "union", dense: chosen([0, 1], type.short(0)) === 1, children };
  },
  15: (type) => fixed(8 * size(type.int(0))),
  16: (type, children) => ({ kind: "fixed-list", size: size(type.int(0)), child: only(children) }),
  17: list(4),
  18: () => fixed(64),
  19: bytes(8),
  20: bytes(8),
  21: list(8),
  23: views,
  24: views,
};

function decimal(type: TypeTable): Layout {
  if (Math.abs(type.int(1)) > LARGEST_SCALE) throw new Error("it has decimals of a scale that no decimal has");
  return fixed(among([32, 64, 128, 256], type.int(2, 128)));
}

function intBits(type: Pick<FlatTable, "int">): number {
  return among([8, 16, 32, 64], type.int(0));
}

function only(children: readonly Layout[]): Layout {
  const [child] = children;
  if (child === undefined || children.length > 1) throw new Error("it has a list of no type, or of several");
  return child;
}

function size(given: number): number {
  if (given < 0) throw new Error("it has a type of a negative size");
  return given;
}

function among(valid: readonly number[], given: number): number {
  if (!valid.includes(given)) throw new Error("it has numbers of a width that no type has");
  return given;
}

function chosen(of: readonly number[], number: number): number {
  const value = of[number];
  if (value === undefined) throw new Error("it has a type of an unknown kind");
  return value;
}
