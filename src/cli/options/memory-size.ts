import { totalmem } from "node:os";
import type { ValueKind } from "./value-kinds.js";

const SIZE = /^(\d+(?:\.\d+)?)\s*(%|[KMGT]?)(?:i?B)?$/i;
const UNITS = ["", "K", "M", "G", "T"];
/** Below this no run can stay: the engine itself takes more. */
const LEAST = 64 * 2 ** 20;

/** Bytes of memory: `800M`, `1.5G` (of 1024), or a share of the machine's: `40%`. */
export const memorySize: ValueKind<number> = {
  expected: "a size of 64M or more, with K, M, G or T, or 1% to 100% of the machine's memory",
  range: "64M or more, or 1% to 100%",
  fromText: (text) => {
    const [, digits = "", unit = ""] = SIZE.exec(text.trim()) ?? [];
    if (digits === "") return undefined;
    if (unit === "%") return shareOfMachine(Number(digits));
    const bytes = Math.floor(Number(digits) * 1024 ** UNITS.indexOf(unit.toUpperCase()));
    return Number.isSafeInteger(bytes) && bytes >= LEAST ? bytes : undefined;
  },
  fromJson: () => undefined,
};

function shareOfMachine(percent: number): number | undefined {
  if (percent < 1 || percent > 100) return undefined;
  return Math.max(LEAST, Math.floor((percent / 100) * machineMemory()));
}

/** Memory of the machine, or what the process's control group leaves it of that; bytes. */
export function machineMemory(): number {
  const constrained = process.constrainedMemory() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
