import { setFlagsFromString } from "node:v8";

/**
 * Lets the engine optimise a function only once it has run longer than usual. Every thread compiles for itself, and a run
 * of a second or two otherwise spends a third of its processor time on optimising what is about to end
 * (docs/PERFORMANCE.md). Threads started later follow.
 */
export function tuneEngine(): void {
  setFlagsFromString("--interrupt-budget=1000000");
  setFlagsFromString("--always-sparkplug");
}
