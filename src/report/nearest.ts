import { distance } from "fastest-levenshtein";

/** The valid name closest to a wrong one, or null where none is near enough to be meant. */
export function nearest(name: string, valid: readonly string[]): string | null {
  const wrong = name.toLowerCase();
  const ranked = valid
    .map((candidate) => ({ candidate, edits: distance(wrong, candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(2, wrong.length * 0.4) ? best.candidate : null;
}

/** ` Did you mean theta?`, or nothing. */
export function suggestion(name: string, valid: readonly string[]): string {
  const near = nearest(name, valid);
  return near === null ? "" : ` Did you mean ${near}?`;
}
