/** Doubles as text: base64 of their little-endian bytes. */
export function packDoubles(values: ArrayLike<number>): string {
  const bytes = Buffer.alloc(values.length * 8);
  for (let i = 0; i < values.length; i++) bytes.writeDoubleLE(values[i] ?? 0, i * 8);
  return bytes.toString("base64");
}

/** Null where the text is no whole number of doubles. */
export function unpackDoubles(text: string): Float64Array | null {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length % 8 !== 0 || bytes.toString("base64") !== text) return null;
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8));
}

/** Short lists of doubles: how many each has, a byte apiece, and all of them in a row. */
export interface PackedLists {
  readonly lengths: string;
  readonly values: string;
}

export function packLists(lists: readonly (readonly number[])[]): PackedLists {
  return {
    lengths: Buffer.from(lists.map((list) => list.length)).toString("base64"),
    values: packDoubles(lists.flat()),
  };
}

/** Null where the lengths are not those of the values. */
export function unpackLists({ lengths, values }: PackedLists): number[][] | null {
  const counts = Buffer.from(lengths, "base64");
  const all = unpackDoubles(values);
  if (all === null || all.length !== counts.reduce((sum, count) => sum + count, 0)) return null;
  let at = 0;
  return Array.from(counts, (count) => {
    at += count;
    return [...all.subarray(at - count, at)];
  });
}
