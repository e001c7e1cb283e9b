/**
 * Finds needles in a text from ever later positions. Each needle's last find is kept, so that any number of searches
 * reads the text once per needle: hostile text cannot make a scan quadratic.
 */
export class Finder {
  private readonly found = new Map<string, { from: number; at: number }>();

  constructor(readonly text: string) {}

  /** Index of the first `needle` at or after `from`; the text's length where there is none. */
  next(needle: string, from: number): number {
    const last = this.found.get(needle);
    if (last !== undefined && last.from <= from && from <= last.at) return last.at;
    const index = this.text.indexOf(needle, from);
    const at = index < 0 ? this.text.length : index;
    this.found.set(needle, { from, at });
    return at;
  }

  /** The earliest of several needles. */
  earliest(needles: readonly string[], from: number): number {
    let least = this.text.length;
    for (const needle of needles) least = Math.min(least, this.next(needle, from));
    return least;
  }
}
