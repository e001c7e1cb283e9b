import { canonical } from "../reference/json.js";
import type { Json, JsonObject } from "../reference/types.js";
import { drawArguments, drawText, present, TOOLS } from "./arguments.js";
import type { Random } from "./random.js";

const PROMPTS = [
  [{ role: "user", content: "Where is the car?" }],
  [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: "Where?" }] },
  ],
  [
    { role: "assistant", content: "Hello." },
    { role: "user", content: "東京?" },
  ],
] satisfies Json[][];

export const PROMPT_COUNT = PROMPTS.length;

/** How calls and observations of one rollout are tied together. */
type Ids = "none" | "text" | "unique" | "foreign" | "per-turn";

/** Messages of a rollout, and how many turns they hold. Few values, so that rollouts agree by chance. */
export function drawMessages(
  random: Random,
  prompt: number,
  tools: readonly string[],
): { messages: Json[]; turns: number } {
  const messages: Json[] = [...(PROMPTS[prompt] ?? [])];
  const turns = random.chance(0.03) ? 0 : 1 + random.int(4);
  const ids = random.pick<Ids>(["none", "unique", "unique", "foreign", "per-turn"]);
  const hermes = random.chance(0.1);
  for (let turn = 0; turn < turns; turn++) {
    const last = turn === turns - 1;
    const count = last && random.chance(0.6) ? 0 : random.pick([0, 1, 1, 1, 2, 3]);
    const calls = Array.from({ length: count }, (_, c) => drawCall(random, tools, last, callId(ids, turn, c)));
    messages.push(hermes ? asHermes(random, calls) : drawAssistant(random, calls, last));
    messages.push(...drawObservations(random, calls, hermes ? "text" : ids));
    if (!last && random.chance(0.1)) messages.push({ role: "user", content: "Go on." });
  }
  return { messages, turns };
}

function callId(ids: Ids, turn: number, call: number): string | null {
  if (ids === "none") return null;
  return ids === "per-turn" ? `call_${call}` : `call_${turn}_${call}`;
}

function drawCall(random: Random, tools: readonly string[], last: boolean, id: string | null): JsonObject {
  const answers = last ? random.chance(0.5) : random.chance(0.03);
  const tool = answers ? random.pick(["finish", "answer", "submit"]) : (tools[random.int(tools.length)] ?? TOOLS[0]);
  const given = answers && random.chance(0.8) ? drawAnswerArguments(random) : drawArguments(random, tool);
  const definition: JsonObject = { name: tool, ...(given === undefined ? {} : { arguments: given }) };
  return { ...(id === null ? {} : { id }), type: "function", function: definition };
}

/** The turn with its calls as text. Only objects: what a broken block means is for the tests of the encodings. */
function asHermes(random: Random, calls: readonly JsonObject[]): JsonObject {
  const blocks = calls.map((call) => {
    const definition = call.function as JsonObject;
    const given = definition.arguments;
    const object = typeof given === "object" && !Array.isArray(given) ? given : { query: drawText(random) };
    return `<tool_call>\n${canonical({ name: definition.name ?? "", arguments: object })}\n</tool_call>`;
  });
  return { role: "assistant", content: ["Let me look.", ...blocks].join("\n") };
}

function drawAnswerArguments(random: Random): Json {
  const value = random.pick<Json>(["car", "The car", "42", 42, true, ["car"], { a: "car" }, ""]);
  return present(
    random,
    random.chance(0.3)
      ? [
          ["answer", value],
          ["Why", drawText(random)],
        ]
      : [["answer", value]],
  );
}

function drawAssistant(random: Random, calls: readonly Json[], last: boolean): JsonObject {
  const text = last ? drawFinalText(random) : random.pick(["", "Let me look.", "<think>hm</think>", quotedCall(calls)]);
  const content = random.pick<Json>([text, text, [{ type: "text", text }], text === "" ? null : text]);
  return { role: "assistant", content, ...(calls.length > 0 || random.chance(0.1) ? { tool_calls: [...calls] } : {}) };
}

/** A call as text beside a structured one: not to be read. */
function quotedCall(calls: readonly Json[]): string {
  return calls.length === 0 ? "" : '<tool_call>{"name": "search", "arguments": {"query": "red car"}}</tool_call>';
}

function drawFinalText(random: Random): string {
  const answer = random.pick(["car", "Car.", "bus", "42", "4{2}", "", "  "]);
  return random.pick([
    `It is ${answer}.`,
    `<answer>${answer}</answer>`,
    `<answer>first</answer> no, <answer> ${answer} </answer>`,
    `So \\boxed{${answer}}`,
    `\\boxed{bus} or \\boxed{\\text{${answer}} + {1}}`,
    `\\boxed{${answer}} and \\boxed{open`,
    `<answer>${answer}</answer> \\boxed{bus}`,
    `<answer>open \\boxed{${answer}}`,
  ]);
}

function drawObservations(random: Random, calls: readonly JsonObject[], ids: Ids): JsonObject[] {
  const all = ids === "per-turn" || ids === "text" || random.chance(0.7);
  const answered = calls.filter(() => all || random.chance(0.5));
  const ordered = ids === "unique" || ids === "per-turn" ? random.shuffle(answered) : answered;
  return ordered.map((call) => {
    const text = random.pick([
      "a red car",
      "a red car",
      "a blue car",
      "A red car",
      "?!",
      "?! ",
      "…",
      "",
      "東京",
      "Error: none",
    ]);
    const content: Json = random.chance(0.2)
      ? [
          { type: "text", text },
          { type: "text", text: "end" },
        ]
      : text;
    return {
      role: "tool",
      content,
      ...answerId(ids, call),
    };
  });
}

/** Foreign ids are no call's: such messages go to the first call not yet answered. */
function answerId(ids: Ids, call: JsonObject): JsonObject {
  if (ids === "none" || ids === "text") return {};
  return { tool_call_id: ids === "foreign" ? "call_of_another" : (call.id ?? null) };
}
