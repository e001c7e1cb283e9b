import { describe, expect, test } from "vitest";
import type { ToolCall } from "../../../src/model/rollout.js";
import { turnsOf } from "../../../src/normalise/turns/conversation.js";
import { responseMessages } from "../../../src/normalise/turns/response-text.js";

const ZOOM = { img_idx: 0, bbox_2d: [1, 2, 3, 4], label: "a b" };
const called = (tool: string, args: object) => [{ tool, arguments: args, raw: null }];

/** Calls of the text of one response. */
function calls(text: string): readonly Omit<ToolCall, "observation">[] {
  return turnsOf(responseMessages(text, { bare: false })).flatMap((turn) =>
    turn.calls.map(({ tool, arguments: args, raw }) => ({ tool, arguments: args, raw })),
  );
}

const QWEN3 =
  "<tool_call>\n<function=zoom>\n<parameter=img_idx>\n0\n</parameter>\n<parameter=bbox_2d>\n[1, 2, 3, 4]\n</parameter>\n<parameter=label>\na b\n</parameter>\n</function>\n</tool_call>";

const ENCODINGS: readonly (readonly [string, string, readonly object[]])[] = [
  ["hermes", '<tool_call>\n{"name": "zoom", "arguments": {"x": [1]}}\n</tool_call>', called("zoom", { x: [1] })],
  [
    "hermes, arguments as text",
    '<tool_call>{"name":"zoom","arguments":"{\\"x\\":1}"}</tool_call>',
    called("zoom", { x: 1 }),
  ],
  [
    "hermes, as OpenAI nests it",
    '<tool_call>{"type":"function","function":{"name":"f","arguments":"{}"}}</tool_call>',
    called("f", {}),
  ],
  ["hermes, a list", '<tool_call>[{"name":"f","parameters":{"k":1}}]</tool_call>', called("f", { k: 1 })],
  ["hermes, unclosed", 'so <tool_call>\n{"name":"zoom","arguments":{"x":"}"}}\n and on', called("zoom", { x: "}" })],
  ["hermes, no arguments", '<tool_call>{"name":"now"}</tool_call>', called("now", {})],
  ["hermes, null arguments", '<tool_call>{"name":"now","arguments":null}</tool_call>', called("now", {})],
  ["hermes, blank arguments", '<tool_call>{"name":"now","arguments":" "}</tool_call>', called("now", {})],
  ["qwen3-coder", QWEN3, called("zoom", ZOOM)],
  ["qwen3-coder, unclosed", QWEN3.slice(0, QWEN3.indexOf("</function>")), called("zoom", ZOOM)],
  [
    "seed",
    "<seed:tool_call><function=f><parameter=k>v</parameter></function></seed:tool_call>",
    called("f", { k: "v" }),
  ],
  [
    "minimax",
    '<minimax:tool_call>\n<invoke name="f">\n<parameter name="k">2</parameter>\n</invoke>\n</minimax:tool_call>',
    called("f", { k: 2 }),
  ],
  [
    "glm",
    "<tool_call>f\n<arg_key>k</arg_key>\n<arg_value>v</arg_value>\n<arg_key>n</arg_key><arg_value>[1]</arg_value></tool_call>",
    called("f", { k: "v", n: [1] }),
  ],
  ["glm, no arguments", "<tool_call>now</tool_call>", called("now", {})],
  [
    "kimi",
    '<|tool_calls_section_begin|><|tool_call_begin|>functions.f:0<|tool_call_argument_begin|>{"k":1}<|tool_call_end|>',
    called("f", { k: 1 }),
  ],
  [
    "gpt-oss",
    '<|channel|>commentary to=functions.f <|constrain|>json<|message|>{"k":1}<|call|>',
    called("f", { k: 1 }),
  ],
  [
    "DSML",
    '<｜DSML｜tool_calls>\n<｜DSML｜invoke name="f">\n<｜DSML｜parameter name="k" string="true">v</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜tool_calls>',
    called("f", { k: "v" }),
  ],
  [
    "DeepSeek V3",
    '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>f\n```json\n{"k":1}\n```<｜tool▁call▁end｜>\n<｜tool▁call▁begin｜>function<｜tool▁sep｜>now<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
    [...called("f", { k: 1 }), ...called("now", {})],
  ],
  [
    "DeepSeek V3.1",
    '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>f<｜tool▁sep｜>{"k":1}<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
    called("f", { k: 1 }),
  ],
  [
    "Gemma 4",
    '<|tool_call>call:f{k:<|"|>a "b", c:d<|"|>,n:1.5,flag:true,box:[1,2],in:{x:<|"|>y<|"|>},"q":"w: v"}<tool_call|>',
    called("f", { k: 'a "b", c:d', n: 1.5, flag: true, box: [1, 2], in: { x: "y" }, q: "w: v" }),
  ],
  ["Gemma 4, no arguments", "<|tool_call>call:now{}<tool_call|>", called("now", {})],
  [
    "FunctionGemma",
    "<start_function_call>call:f{k:<escape>v, w<escape>}<end_function_call>",
    called("f", { k: "v, w" }),
  ],
  ["Mistral, a list", '[TOOL_CALLS] [{"name": "f", "arguments": {"k": 1}}]</s>', called("f", { k: 1 })],
  [
    "Mistral, one by one",
    '[TOOL_CALLS]f[ARGS]{"k":1}[TOOL_CALLS]g[CALL_ID]a1[ARGS]{}',
    [...called("f", { k: 1 }), ...called("g", {})],
  ],
  ["Mistral, not JSON", "[TOOL_CALLS]f[ARGS]{k}", [{ tool: "f", arguments: null, raw: "{k}" }]],
  [
    "Llama 3, JSON",
    '<|python_tag|>{"name": "f", "parameters": {"k": 1}}; {"name":"g","parameters":{}}<|eom_id|>',
    [...called("f", { k: 1 }), ...called("g", {})],
  ],
  [
    "Llama 3, built in",
    '<|python_tag|>brave_search.call(query="a, b")<|eom_id|>',
    called("brave_search", { query: "a, b" }),
  ],
  ["Llama 3, code", "<|python_tag|>print(1)<|eom_id|>", called("python", { code: "print(1)" })],
  ["Llama 3, a bare line", '{"name": "f", "parameters": {"k": 1}}', called("f", { k: 1 })],
  ["search", "<search> who is it </search>", called("search", { query: "who is it" })],
  ["image search", "<search><img></search>", called("image_search", {})],
  ["text search", "<text_search>q</text_search>", called("text_search", { query: "q" })],
  ["python tag", "<python>print(1)</python>", called("python", { code: "print(1)" })],
  ["action", "<action>go north</action>", called("action", { action: "go north" })],
  ["action with a body", '<action>{"name":"f","arguments":{"k":1}}</action>', called("f", { k: 1 })],
  ["fenced python", "run\n```python\nprint(1)\n```\n```output\n1\n```\ndone", called("python", { code: "print(1)" })],
  ["bare JSON line", 'I call\n{"name": "f", "arguments": {"k": 1}}\n', called("f", { k: 1 })],
];

const NO_CALLS: readonly (readonly [string, string])[] = [
  ["an answer", "<answer>42</answer>"],
  ["a call in thinking", "<think>I could <search>q</search></think><answer>a</answer>"],
  ["a call in thinking whose opener is in the prompt", "I could <search>q</search></think><answer>a</answer>"],
  ["a fenced program that nobody ran", "```python\nprint(1)\n```"],
  ["JSON inside a sentence", 'such as {"name": "f", "arguments": {}}'],
  ["a tag that is never closed", "use <search> for it"],
  [
    "the environment's own words",
    "x\nMy previous action is invalid. Put it between <search> and </search>. Let me try again.\n",
  ],
];

describe("calls in text", () => {
  test.each(ENCODINGS)("%s", (_, text, expected) => {
    expect(calls(text)).toEqual(expected);
  });

  test.each(NO_CALLS)("%s is no call", (_, text) => {
    expect(calls(text)).toEqual([]);
  });

  test.each([
    ["a body that is no JSON", '<tool_call>{"name": "f", "arguments": {x}}</tool_call>', "f"],
    ["an object without a name", '<tool_call>{"query": "x"}</tool_call>', "?"],
    ["a body without a name to see", "<tool_call>{oops}</tool_call>", "?"],
    ["arguments that are a list", '<tool_call>{"name":"f","arguments":[1]}</tool_call>', "f"],
    ["a body that was cut off", '<tool_call>\n{"name": "f", "arguments": {"k": "v', "f"],
    ["a function without a name", "<tool_call><function=></function></tool_call>", "?"],
  ])("%s is a malformed call", (_, text, tool) => {
    const found = calls(text);
    expect(found).toMatchObject([{ tool, arguments: null }]);
    expect(found[0]?.raw).not.toBeNull();
  });

  test("several in one turn keep their order", () => {
    const one = (k: number) => `<tool_call>{"name":"f","arguments":{"k":${k}}}</tool_call>`;
    expect(calls(`${one(1)}\n${one(2)}<tool_call>{"name":"f","arguments":{"k":3}}`).map((c) => c.arguments)).toEqual([
      { k: 1 },
      { k: 2 },
      { k: 3 },
    ]);
  });

  test("a key __proto__ stays a key", () => {
    const [call] = calls("<tool_call><function=f><parameter=__proto__>1</parameter></function></tool_call>");
    expect(Object.keys(call?.arguments ?? {})).toEqual(["__proto__"]);
  });
});

describe("hostile text", () => {
  const N = 100_000;
  test.each([
    "<tool_call>",
    "<search>",
    "<think><search>",
    "<tool_call>{",
    '<tool_call>{"name":"',
    "<information>",
    "<tool_call><function=",
    "<tool_call>a<arg_key>",
    "<minimax:tool_call>",
    '<invoke name="',
    "```python\n",
    '{"name"',
    '\n{"name"',
    " to=functions.a",
    "<|start_header_id|>a",
    "<|start|>a",
    "<|im_start|>user\n",
    "<action><",
    "My previous action is invalid.",
    "<search>a</search><information>",
    "</think>",
    "<|tool_call>call:a{",
    "<|tool_call>call:a{b",
    '<|"|>',
    '<|tool_call>call:a{b:<|"|>',
    "<｜tool▁call▁begin｜>function<｜tool▁sep｜>",
    "<｜tool▁calls▁end｜>",
    "[TOOL_CALLS]",
    "[TOOL_CALLS]a[ARGS]{",
    "[TOOL_CALLS][",
    "<|python_tag|>{",
    '<|python_tag|>a.call(b="',
    "<|python_tag|>{};",
  ])("%j many times over is read in linear time", (unit) => {
    const text = unit.repeat(N);
    const start = performance.now();
    turnsOf(responseMessages(text, { bare: true }));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
