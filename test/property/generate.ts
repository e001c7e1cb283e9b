import { canonical } from "../reference/json.js";
import type { Json, JsonObject, LogRecord, Options } from "../reference/types.js";
import { TOOLS } from "./arguments.js";
import { drawOptions } from "./draw-options.js";
import { drawMessages, PROMPT_COUNT } from "./messages.js";
import { makeRandom, type Random } from "./random.js";
import { drawTokens } from "./token-arrays.js";

export interface GeneratedLog {
  readonly records: readonly LogRecord[];
  readonly options: Partial<Options>;
}

/** What the rollouts of one log have in common. */
interface Style {
  readonly options: Partial<Options>;
  readonly rewards: readonly [number, ...number[]];
  readonly tools: readonly string[];
  /** One id stands for different prompts. */
  readonly contradictory: boolean;
  readonly masks: number;
  readonly truth: number;
  readonly promptOf: Map<string, number>;
}

const REWARDS: readonly [readonly [number, ...number[]], ...(readonly [number, ...number[]])[]] = [
  [0, 1],
  [0, 1],
  [0, 0, 1],
  [0, 0.25, 0.5, 1],
  [-1, 0, 1, 2],
  [0.1, 0.2, 0.3, 0.7],
  [1000.25, 1000.5, -3],
];
const BATCHES: readonly [readonly Json[], ...Json[][]] = [
  [1],
  [null],
  [1, 2],
  [12, "12", "012"],
  ["__proto__", null],
  [-1, 10, 9, "a", "B"],
];
const IDS: readonly Json[] = [
  "0042",
  "42",
  42,
  "__proto__",
  "constructor",
  "q",
  "",
  42.5,
  -1,
  9007199254740993n,
  "日本",
  0,
];

/** A small, valid log in the dialect `tapo`, and options to run it with. The same seed gives the same log. */
export function generateLog(seed: number): GeneratedLog {
  const random = makeRandom(seed);
  const style = drawStyle(random);
  const batches = random.pick(BATCHES);
  const values: JsonObject[] = [];
  const groups = random.chance(0.05) ? 0 : 1 + random.int(5);
  for (let g = 0; g < groups; g++) {
    const batch = batches[random.int(batches.length)] ?? null;
    const group = IDS[random.int(IDS.length)] ?? null;
    const size = random.pick([1, 2, 3, 4, 4, 6]);
    const equal = random.chance(0.12) ? random.pick(style.rewards) : null;
    for (let j = 0; j < size; j++) values.push(drawRecord(random, style, batch, group, equal));
  }
  const ordered = random.chance(0.4) ? random.shuffle(values) : values;
  const cut = random.chance(0.3) ? random.int(ordered.length + 1) : ordered.length;
  const records = ordered.map((value, i) =>
    i < cut ? { path: "a.jsonl", row: i, value } : { path: "b.jsonl", row: i - cut, value },
  );
  return { records, options: style.options };
}

function drawStyle(random: Random): Style {
  const tools = TOOLS.filter(() => random.chance(0.3));
  return {
    options: drawOptions(random),
    rewards: random.pick(REWARDS),
    tools: tools.length === 0 ? [random.pick(TOOLS)] : tools,
    contradictory: random.chance(0.08),
    masks: random.pick([0, 0.7, 1]),
    truth: random.pick([0, 0.8, 1]),
    promptOf: new Map(),
  };
}

function drawRecord(random: Random, style: Style, batch: Json, group: Json, equal: number | null): JsonObject {
  const { messages, turns } = drawMessages(random, promptFor(random, style, batch, group), style.tools);
  const reward = equal ?? random.pick(style.rewards);
  const perToken = random.chance(0.5);
  const logged = style.options.estimator === "logged" || random.chance(0.2);
  const tokens = random.chance(style.masks) ? drawTokens(random, turns, logged && perToken) : {};
  const scalar = logged && (!("advantages" in tokens) || random.chance(0.3));
  return {
    ...(batch === null && random.chance(0.5) ? {} : { batch }),
    group,
    ...(random.chance(0.8) ? { rollout: random.pick<Json>(["r", 7, "7", "__proto__"]) } : {}),
    reward,
    ...successFields(random, style.options.successField ?? null, reward),
    messages,
    ...(scalar ? { advantage: random.pick([reward - 0.5, -1, -0.25, 0.75, 0]) } : {}),
    ...tokens,
    ...(random.chance(style.truth)
      ? { true_advantages: Array.from({ length: turns }, () => random.pick([-1, 0, 0.5, 1])) }
      : {}),
    ...(random.chance(0.1) ? { note: { any: ["thing"] } } : {}),
  };
}

/** A field to be named, and one that is not and must not be looked at. */
function successFields(random: Random, named: string | null, reward: number): JsonObject {
  const honest = random.chance(0.8) ? reward > 0.5 : random.chance(0.5);
  const value = random.pick<Json>([honest, honest, Number(honest), honest ? -0.5 : 0]);
  if (named !== null) return { [named]: value };
  return random.chance(0.2) ? { success: random.chance(0.5) } : {};
}

function promptFor(random: Random, style: Style, batch: Json, group: Json): number {
  if (style.contradictory) return random.int(PROMPT_COUNT);
  const key = canonical([batch, group]);
  const prompt = style.promptOf.get(key) ?? random.int(PROMPT_COUNT);
  style.promptOf.set(key, prompt);
  return prompt;
}
