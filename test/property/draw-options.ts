import type { Kind, Options, ToolOptions } from "../reference/types.js";
import { TOOLS } from "./arguments.js";
import type { Random } from "./random.js";

/** Options of a run: each is the default more often than not, so that every one meets the defaults of the others. */
export function drawOptions(random: Random): Partial<Options> {
  const some = <K extends keyof Options>(p: number, key: K, draw: () => Options[K]) =>
    random.chance(p) ? { [key]: draw() } : {};
  return {
    replicates: random.pick([20, 40, 100]),
    ...some(0.5, "estimator", () => random.pick(["dr-grpo", "rloo", "logged", "logged"])),
    ...some(0.2, "ddof", () => 0),
    ...some(0.3, "eps", () => random.pick([0, 1e-4])),
    ...some(0.2, "singleton", () => "raw"),
    ...some(0.3, "successField", () => random.pick(["success", "won"])),
    ...some(0.2, "successThreshold", () => random.pick([0.25, 1, 0])),
    ...some(0.6, "theta", () => random.pick([0, 0.2, 0.3, 1 / 3, 0.4, 2 / 3, 0.8, 1])),
    ...some(0.4, "alphaMin", () => random.pick([0, 0.1, 0.5, 1])),
    ...some(0.4, "beta", () => random.pick([0, 0.5, 1, 2])),
    ...some(0.4, "clusterThreshold", () => random.pick([null, 0, 0.3, 0.5, 1])),
    ...some(0.5, "textMetric", () => random.pick(["dice", "token-f1", "rouge-l", "levenshtein", "exact"])),
    ...some(0.35, "scope", () => "batch"),
    ...some(0.4, "parallelCalls", () => random.pick(["max", "min"])),
    ...some(0.1, "clamp", () => false),
    ...some(0.1, "useSupport", () => false),
    ...some(0.2, "excludeTools", () => [random.pick([...TOOLS, "finish"]), "nothing"]),
    ...some(0.1, "includeTools", () => ["search", random.pick([...TOOLS, "finish"])]),
    ...some(0.4, "tools", () => drawTools(random)),
    ...some(0.3, "seed", () => random.pick([1, 7, 4294967295])),
  };
}

const KEYS = [
  "query",
  "bbox_2d",
  "label",
  "url",
  "goal",
  "patterns",
  "path",
  "v",
  "w",
  "image_idx",
  "q",
  "__proto__",
  "id",
] as const;
const KINDS: readonly [Kind, ...Kind[]] = ["box", "url", "text", "texts", "number", "boolean", "null", "json"];

function drawTools(random: Random): Map<string, ToolOptions> {
  const some = () => KEYS.filter(() => random.chance(0.12));
  const tools = new Map<string, ToolOptions>();
  for (const tool of [...TOOLS, "finish", "answer"]) {
    if (!random.chance(0.4)) continue;
    tools.set(tool, {
      ...(random.chance(0.3) ? { transfer: random.chance(0.6) } : {}),
      ignore: some(),
      identity: some(),
      kinds: new Map(some().map((key) => [key, random.pick(KINDS)])),
      weights: new Map(some().map((key) => [key, random.pick([0, 0.5, 1, 2])])),
    });
  }
  return tools;
}
