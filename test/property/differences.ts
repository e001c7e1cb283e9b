/** Where two results differ: paths into them and both values. Numbers may differ by 1e-12, relative or absolute. */
export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** `exact`: members of `found` that `expected` lacks are differences too, unless they are null. */
export function differences(expected: unknown, found: unknown, exact: boolean, path = ""): Difference[] {
  if (typeof expected === "number" && typeof found === "number") {
    return close(expected, found) ? [] : [{ path, expected, found }];
  }
  if (typeof expected !== "object" || expected === null || typeof found !== "object" || found === null) {
    return expected === found ? [] : [{ path, expected, found }];
  }
  if (Array.isArray(expected) !== Array.isArray(found)) return [{ path, expected, found }];
  if (Array.isArray(expected) && Array.isArray(found) && expected.length !== found.length) {
    return [{ path: `${path}.length`, expected: expected.length, found: found.length }];
  }
  const [a, b] = [new Map(Object.entries(expected)), new Map(Object.entries(found))];
  const extra = exact
    ? [...b.keys()].filter((key) => !a.has(key) && b.get(key) !== null && b.get(key) !== undefined)
    : [];
  return [...a.keys(), ...extra].flatMap((key) => differences(a.get(key), b.get(key), exact, `${path}.${key}`));
}

function close(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Paths of figures whose null has no reason, or whose reason has no null. */
export function unexplained(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const members = new Map(Object.entries(value));
  const isFigure = members.has("numerator") && members.has("denominator");
  const undefinedFigure = members.get("value") === null || members.get("ci95") === null;
  const reason = members.get("reason");
  const explained = typeof reason === "string" && reason !== "";
  const own = isFigure && undefinedFigure !== explained ? [path] : [];
  return [...own, ...[...members].flatMap(([key, member]) => unexplained(member, `${path}.${key}`))];
}
