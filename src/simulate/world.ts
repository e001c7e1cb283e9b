import { Random } from "../stats/random.js";
import type { SimulateOptions } from "./options.js";

export type ToolName = "image_search" | "text_search" | "image_zoom_in_tool";

/** What a call means, whatever its words: all paraphrases of a query, all jittered boxes on a region, are one meaning. */
export interface Meaning {
  readonly tool: ToolName;
  /** The fact that a call of this meaning obtains; null for one that obtains none. */
  readonly fact: number | null;
  /** `malformed` stands for the broken forms of a call of meaning 0: arguments that do not parse. */
  readonly role: "main" | "alternative" | "distractor" | "malformed";
  /** How much the policy likes it, before it looks at the state. */
  readonly preference: number;
}

/** One prompt as a decision process. Sets of facts are bit masks: bit k is fact k. */
export interface World {
  readonly prompt: number;
  /** K, how many facts the prompt needs. */
  readonly facts: number;
  readonly meanings: readonly Meaning[];
  /** P(right answer | set), by set: length 2^K. */
  readonly answerChance: Float64Array;
  /** Chance that a call with a fact to give returns nothing. */
  readonly emptyChance: number;
}

/** Names of the random streams of a log: `[seed, STREAM, prompt, ...]`. */
export const STREAMS = { world: 1, scene: 2, group: 3, episode: 4, text: 5 } as const;

/** Log-odds of a right answer with no fact and the gain with all, at middling difficulty; see docs/SIMULATOR.md. */
const LOG_ODDS_WITHOUT_FACTS = -3.0;
const LOG_ODDS_GAIN = 5.2;
const DIFFICULTY_GAIN = 4;
/** Prompts of one log differ: their log-odds are shifted by up to this. */
const PROMPT_SPREAD = 2.8;
const EMPTY_AT_FULL_NOISE = 0.2;

/** The prompt of this number: the same for every size of the log. */
export function makeWorld(prompt: number, options: SimulateOptions): World {
  const random = new Random(options.seed, STREAMS.world, prompt);
  const facts = options.facts === 1 ? 1 : 2 + random.below(options.facts - 1);
  return {
    prompt,
    facts,
    meanings: makeMeanings(facts, options, random),
    answerChance: answerChances(facts, options.difficulty, random),
    emptyChance: EMPTY_AT_FULL_NOISE * options.noise,
  };
}

function makeMeanings(facts: number, options: SimulateOptions, random: Random): Meaning[] {
  const tools = factTools(facts, random);
  const meaning = (tool: ToolName, fact: number | null, role: Meaning["role"]): Meaning => ({
    tool,
    fact,
    role,
    preference: random.between(0.3, 1.7),
  });
  const meanings = tools.map((tool, fact) => meaning(tool, fact, "main"));
  for (const [fact, tool] of tools.entries()) {
    if (random.chance(options.redundancy)) meanings.push(meaning(alternativeTool(tool), fact, "alternative"));
  }
  for (const tool of distractorTools(tools)) meanings.push(meaning(tool, null, "distractor"));
  meanings.push(meaning(meanings[0]?.tool ?? "text_search", null, "malformed"));
  return meanings;
}

/** The tool that obtains each fact: the three of them first, in random order; image_search only once. */
function factTools(facts: number, random: Random): ToolName[] {
  const first = random.shuffled<ToolName>(["image_search", "text_search", "image_zoom_in_tool"]);
  return [...first, "text_search" as const, "image_zoom_in_tool" as const, "text_search" as const].slice(0, facts);
}

/** A picture can also be described in words; a text is also found with other words, a detail also in a wider crop. */
function alternativeTool(tool: ToolName): ToolName {
  return tool === "image_search" ? "text_search" : tool;
}

/** Wrong queries and wrong regions; the image search only where it is of no use, as all its calls look the same. */
function distractorTools(tools: readonly ToolName[]): ToolName[] {
  const last = tools.includes("image_search") ? "image_zoom_in_tool" : "image_search";
  return ["text_search", "text_search", "text_search", "image_zoom_in_tool", "image_zoom_in_tool", last];
}

/** P(right | F) = sigmoid(b + g * sum of w_k over k in F), with weights w that sum to 1. */
function answerChances(facts: number, difficulty: number, random: Random): Float64Array {
  const raw = Array.from({ length: facts }, () => random.between(0.5, 1.5));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const shift = DIFFICULTY_GAIN * (0.5 - difficulty) + PROMPT_SPREAD * random.between(-1, 1);
  return Float64Array.from({ length: 1 << facts }, (_, set) => {
    const known = raw.reduce((sum, weight, fact) => sum + (set & (1 << fact) ? weight / total : 0), 0);
    return 1 / (1 + Math.exp(-(LOG_ODDS_WITHOUT_FACTS + shift + LOG_ODDS_GAIN * known)));
  });
}
