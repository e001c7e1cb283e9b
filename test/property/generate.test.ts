import { describe, expect, it } from "vitest";
import { ablateReference, auditReference, correctReference } from "../reference/reference.js";
import { generateLog } from "./generate.js";

const LOGS = Array.from({ length: 300 }, (_, seed) => generateLog(seed));

describe("generated logs", () => {
  it("are the same for the same seed", () => {
    expect(generateLog(5)).toEqual(generateLog(5));
  });

  it("reach every reason, gate and check", () => {
    const reasons = new Map<string, number>();
    const seen = { corrected: 0, conflicts: 0, chance: 0, intervals: 0, matched: 0, unmatched: 0, inferred: 0 };
    for (const { records, options } of LOGS) {
      for (const member of correctReference(records, options)) {
        if (String(member.group).startsWith("prompt:")) seen.inferred++;
        for (const call of member.turns.flatMap((turn) => turn.calls)) {
          reasons.set(call.reason ?? "corrected", (reasons.get(call.reason ?? "corrected") ?? 0) + 1);
        }
      }
      const { checks, statistics } = auditReference(records, options);
      seen.corrected += checks.discrimination.correctedActions;
      seen.conflicts += checks.answerConflicts.numerator;
      seen.chance += checks.chanceMatches.numerator;
      if (statistics.correctedActions?.ci95) seen.intervals++;
      for (const row of checks.determinism) {
        seen.matched += row.matchedPairs;
        seen.unmatched += row.unmatchedPairs;
      }
    }
    expect(reasons.size).toBe(10);
    for (const count of [...reasons.values(), ...Object.values(seen)]) expect(count).toBeGreaterThan(20);
  });

  it("flip signs, clamp and clip in ablations", () => {
    const variants = LOGS.flatMap(({ records, options }) => ablateReference(records, options).variants);
    for (const key of ["signFlips", "clampedToZero"] as const) {
      expect(variants.filter((variant) => variant[key] > 0).length).toBeGreaterThan(20);
    }
    expect(variants.filter((variant) => typeof variant.truth?.pearson === "number").length).toBeGreaterThan(20);
    expect(variants.filter((v) => (v.objectives.gspo?.after.clippedShare ?? 0) > 0).length).toBeGreaterThan(20);
  });
});
