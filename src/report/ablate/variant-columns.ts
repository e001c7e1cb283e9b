import { OBJECTIVES, type Objective, type VariantResult } from "../../model/ablation.js";
import { fixed, percent } from "../numbers.js";

/** A number, or what stands in its place. */
export function plainNumber(value: number | null, digits: number): string {
  return value === null ? "n/a" : fixed(value, digits);
}

/** What is left of the gradient mass on failing tool turns, in the order of the objectives. */
export function remainingMass(variant: VariantResult): string[] {
  return OBJECTIVES.map((objective) => {
    const left = massLeft(variant, objective);
    return left === null ? "n/a" : percent(left);
  });
}

/** The same as a share; null where there is none, or no double holds it. */
export function massLeft({ objectives }: VariantResult, objective: Objective): number | null {
  const [before, after] = [objectives[objective].before.failingToolTurns, objectives[objective].after.failingToolTurns];
  return before === null || after === null || before === 0 ? null : after / before;
}

/** `0.753 [0.700, 0.801]`. */
export function withBounds(value: number | null, ci95: readonly [number, number] | null): string {
  if (value === null) return "n/a";
  return ci95 === null ? fixed(value, 3) : `${fixed(value, 3)} [${ci95.map((bound) => fixed(bound, 3)).join(", ")}]`;
}

/** What the gradient masses are of, once for all variants: the correction does not change what is before it. */
export function massesBefore(variant: VariantResult, loggedRatios: boolean): string {
  const masses = OBJECTIVES.map((objective) => {
    const { before } = variant.objectives[objective];
    const clipped =
      before.clippedShare === null ? "" : `, ${percent(before.clippedShare)} of the policy tokens clipped`;
    return `${objective.toUpperCase()} ${plainNumber(before.failingToolTurns, 3)}${clipped}`;
  });
  const ratios = loggedRatios
    ? "Ratios are those of the logged log-probabilities."
    : "The log has no log-probabilities of both policies, so every ratio is 1: the first on-policy update.";
  return `What is left of the gradient mass on failing tool turns. Before: ${masses.join("; ")}. ${ratios}`;
}
