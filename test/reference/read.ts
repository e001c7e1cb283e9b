import { canonical, isObject, own, parse } from "./json.js";
import type { Call, Json, JsonObject, LogRecord, Options, Rollout, Tokens, Turn } from "./types.js";

/** The six names of SPEC section 3, "Which tools". */
export const ANSWER_TOOLS: readonly string[] = ["answer", "submit", "submit_answer", "final_answer", "finish", "done"];

/** A record of the dialect `tapo` (CONTRACT, last section). Records are taken to be valid: a fault throws. */
export function readRollout(record: LogRecord, order: number, options: Options): Rollout {
  const { value } = record;
  const messages = asArray(own(value, "messages")).filter(isObject);
  const firstUser = messages.findIndex((message) => own(message, "role") === "user");
  const isTurn = (message: JsonObject, i: number) =>
    own(message, "role") === "assistant" && firstUser >= 0 && i > firstUser;
  const firstTurn = messages.findIndex(isTurn);
  const prompt = firstTurn < 0 ? messages : messages.slice(0, firstTurn);
  const reward = own(value, "reward");
  if (typeof reward !== "number") throw new Error("reward must be a number");
  const tokens = readTokens(value);
  return {
    path: record.path,
    row: record.row,
    order,
    batch: own(value, "batch") ?? null,
    declaredGroup: own(value, "group") ?? null,
    id: own(value, "rollout") ?? null,
    prompt: canonical(prompt),
    reward,
    success: isSuccess(value, reward, options),
    turns: readTurns(messages, isTurn, tokens, optionalNumbers(value, "true_advantages"), options),
    loggedScalar: typeof own(value, "advantage") === "number" ? Number(own(value, "advantage")) : null,
    tokens,
  };
}

function isSuccess(value: JsonObject, reward: number, options: Options): boolean {
  if (options.successField === null) return reward >= options.successThreshold;
  const said = own(value, options.successField);
  if (typeof said === "boolean") return said;
  if (typeof said === "number") return said !== 0;
  throw new Error("the success field must be a boolean or a number");
}

function readTokens(value: JsonObject): Tokens | null {
  const mask = optionalNumbers(value, "response_mask");
  if (mask === null) return null;
  return {
    mask,
    advantages: optionalNumbers(value, "advantages"),
    logprobs: optionalNumbers(value, "logprobs"),
    oldLogprobs: optionalNumbers(value, "old_logprobs"),
  };
}

function readTurns(
  messages: readonly JsonObject[],
  isTurn: (message: JsonObject, i: number) => boolean,
  tokens: Tokens | null,
  truth: readonly number[] | null,
  options: Options,
): Turn[] {
  const spans = tokens === null ? [] : runsOfOne(tokens.mask);
  const structured = messages.some(
    (message, i) => isTurn(message, i) && asArray(own(message, "tool_calls")).length > 0,
  );
  const turns: Turn[] = [];
  const callsSoFar: { readonly id: Json; readonly call: Call }[] = [];
  messages.forEach((message, i) => {
    if (isTurn(message, i)) {
      const text = textOf(own(message, "content"));
      const items = structured ? asArray(own(message, "tool_calls")).filter(isObject) : hermesCalls(text);
      const calls = items.map((item) => readCall(item, options));
      callsSoFar.push(...calls.map((call, c) => ({ id: own(items[c] ?? {}, "id") ?? null, call })));
      const n = turns.length;
      turns.push({ calls, text, tokens: spans[n] ?? null, truth: truth?.[n] ?? null });
    } else if (own(message, "role") === "tool") {
      answer(message, callsSoFar);
    }
  });
  if (tokens !== null && spans.length !== turns.length) throw new Error("the mask's runs are not the turns");
  return turns;
}

/** Whole blocks `<tool_call>{...}</tool_call>`, as structured calls. Other encodings are not modelled. */
function hermesCalls(text: string): JsonObject[] {
  const blocks = [...text.matchAll(/<tool_call>([\s\S]*?)<\/tool_call>/g)];
  return blocks.map(([, body = ""]) => ({ function: parse(body) }));
}

/** A tool message belongs to the call with its id, else to the first call not yet answered. */
function answer(message: JsonObject, calls: readonly { readonly id: Json; readonly call: Call }[]): void {
  const open = calls.filter(({ call }) => call.observation === null);
  const id = own(message, "tool_call_id") ?? null;
  const owner = open.find((entry) => id !== null && entry.id === id) ?? open[0];
  if (owner) owner.call.observation = textOf(own(message, "content"));
}

function readCall(item: JsonObject, options: Options): Call {
  const definition = own(item, "function");
  if (!isObject(definition)) throw new Error("a tool call must have a function");
  const tool = own(definition, "name");
  if (typeof tool !== "string") throw new Error("a tool must have a name");
  const args = readArguments(own(definition, "arguments"));
  return {
    tool,
    args,
    canonical: args === null ? "" : canonical(args),
    excluded: isExcluded(tool, options),
    observation: null,
  };
}

/** SPEC section 3, "Malformed calls". Null where malformed. */
function readArguments(given: Json | undefined): JsonObject | null {
  if (given === undefined || given === null || isBlank(given)) return {};
  let value: Json = given;
  if (typeof given === "string") {
    try {
      value = parse(given);
    } catch {
      return null;
    }
    if (value === null || isBlank(value)) return {};
  }
  return isObject(value) ? value : null;
}

function isBlank(value: Json): boolean {
  return typeof value === "string" && value.trim() === "";
}

function isExcluded(tool: string, options: Options): boolean {
  if (options.includeTools.length > 0) return !options.includeTools.includes(tool);
  if (options.excludeTools.includes(tool)) return true;
  return !(options.tools.get(tool)?.transfer ?? !ANSWER_TOOLS.includes(tool));
}

/** Half-open ranges of consecutive ones. */
export function runsOfOne(mask: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 1) continue;
    const last = runs.at(-1);
    if (last && last[1] === i) last[1] = i + 1;
    else runs.push([i, i + 1]);
  }
  return runs;
}

function textOf(content: Json | undefined): string {
  if (typeof content === "string") return content;
  const parts = asArray(content).filter(isObject);
  return parts
    .map((part) => own(part, "text"))
    .filter((text) => typeof text === "string")
    .join("\n");
}

function asArray(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function optionalNumbers(value: JsonObject, key: string): number[] | null {
  const list = own(value, key);
  return Array.isArray(list) ? list.map(Number) : null;
}
