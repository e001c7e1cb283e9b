import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/model/json.js";
import type { Turn } from "../../../src/model/rollout.js";
import { isFault } from "../../../src/normalise/fault.js";
import { completionTurns } from "../../../src/normalise/turns/completion.js";
import { turnsOf } from "../../../src/normalise/turns/conversation.js";
import { responseMessages } from "../../../src/normalise/turns/response-text.js";

function turns(value: JsonValue): readonly Turn[] {
  const found = completionTurns(value, "completion").turns;
  if (isFault(found)) throw new Error(found.reason);
  return found;
}

const observed = (list: readonly Turn[]) => list.map((turn) => turn.calls.map((call) => call.observation));
const call = (id: string | null, name: string, args: JsonValue = "{}") => ({ id, function: { name, arguments: args } });

describe("structured calls", () => {
  test.each<[string, JsonValue]>([
    ["OpenAI", { id: "c", type: "function", function: { name: "f", arguments: '{"k":1}' } }],
    ["JSON text of it", '{"id":"c","function":{"arguments":"{\\"k\\":1}","name":"f"},"type":"function"}'],
    ["flat", { id: "c", name: "f", arguments: '{"k":1}' }],
    ["arguments as an object", { name: "f", arguments: { k: 1 } }],
  ])("%s", (_, element) => {
    expect(turns([{ role: "assistant", content: null, tool_calls: [element] }])[0]?.calls).toEqual([
      { tool: "f", arguments: { k: 1 }, raw: null, observation: null },
    ]);
  });

  test("a list of calls as JSON text, a legacy function_call, null", () => {
    const text = JSON.stringify([call("c", "f", '{"k":1}')]);
    const list: JsonValue = [
      { role: "assistant", tool_calls: text },
      { role: "assistant", function_call: { name: "g", arguments: "" } },
      { role: "assistant", content: "x", tool_calls: null },
    ];
    expect(turns(list).map((turn) => turn.calls.map((one) => [one.tool, one.arguments]))).toEqual([
      [["f", { k: 1 }]],
      [["g", {}]],
      [],
    ]);
  });

  test.each<[string, JsonValue, string]>([
    ["no JSON", "{k:1}", "{k:1}"],
    ["a list", "[1]", "[1]"],
    ["a number", 3, "3"],
    ["JSON text of JSON text", '"{}"', '"{}"'],
  ])("arguments that are %s are malformed and kept", (_, args, raw) => {
    const [turn] = turns([{ role: "assistant", tool_calls: [call("c", "f", args)] }]);
    expect(turn?.calls).toEqual([{ tool: "f", arguments: null, raw, observation: null }]);
  });

  test("an element that is no call at all is malformed", () => {
    const [turn] = turns([{ role: "assistant", tool_calls: ["garbage", 7, { arguments: "{}" }] }]);
    expect(turn?.calls.map(({ tool, arguments: args }) => [tool, args])).toEqual([
      ["?", null],
      ["?", null],
      ["?", null],
    ]);
  });

  test("hide text-encoded calls anywhere in the rollout", () => {
    const list = turns([
      { role: "assistant", content: "<search>not a call</search>" },
      { role: "assistant", tool_calls: [call("c", "f")] },
    ]);
    expect(list.map((turn) => turn.calls.length)).toEqual([0, 1]);
  });

  test("answers go by id, else to the first call not yet answered", () => {
    const list = turns([
      { role: "assistant", tool_calls: [call("a", "f"), call("b", "g"), call(null, "h")] },
      { role: "tool", tool_call_id: "b", content: "for b" },
      { role: "tool", content: "first open" },
      {
        role: "tool",
        tool_call_id: "unknown",
        content: [
          { type: "text", text: "next" },
          { type: "text", text: "open" },
        ],
      },
      { role: "assistant", content: "end" },
    ]);
    expect(observed(list)).toEqual([["first open", "for b", "next\nopen"], []]);
  });

  test("an id that every turn uses again goes to the call not yet answered", () => {
    const list = turns([
      { role: "assistant", tool_calls: [call("call_0", "f")] },
      { role: "tool", tool_call_id: "call_0", content: "one" },
      { role: "assistant", tool_calls: [call("call_0", "f")] },
      { role: "tool", tool_call_id: "call_0", content: "two" },
    ]);
    expect(observed(list)).toEqual([["one"], ["two"]]);
  });

  test("tens of thousands of calls and answers are paired in linear time", () => {
    const n = 50_000;
    const calls = Array.from({ length: n }, (_, i) => call(`c${i}`, "f"));
    const answers = Array.from({ length: n }, (_, i) => ({
      role: "tool",
      tool_call_id: `c${n - 1 - i}`,
      content: `${i}`,
    }));
    const start = performance.now();
    const list = turns([{ role: "assistant", tool_calls: calls }, ...answers]);
    expect(list[0]?.calls[0]?.observation).toBe(`${n - 1}`);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  test("Anthropic blocks", () => {
    const list = turns([
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm" },
          { type: "text", text: "I look" },
          { type: "tool_use", id: "t1", name: "f", input: { k: 1 } },
        ],
      },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "seen" }] }],
      },
    ]);
    expect(list).toMatchObject([
      { text: "<think>hm</think>\nI look", calls: [{ tool: "f", arguments: { k: 1 }, observation: "seen" }] },
    ]);
  });

  test("reasoning that is kept apart stands before the text", () => {
    expect(turns([{ role: "assistant", content: null, reasoning_content: "<answer>a</answer>" }])[0]?.text).toBe(
      "<think><answer>a</answer></think>",
    );
  });
});

describe("text-encoded calls in messages", () => {
  const HERMES = '<tool_call>{"name":"f","arguments":{}}</tool_call>';

  test.each<[string, JsonValue, (string | null)[]]>([
    [
      "tool messages",
      [
        { role: "tool", content: "1" },
        { role: "tool", content: "2" },
      ],
      ["1", "2"],
    ],
    [
      "one user message with tags",
      [{ role: "user", content: "<tool_response>1</tool_response>\n<tool_response>2</tool_response>" }],
      ["1", "2"],
    ],
    ["a plain user message", [{ role: "user", content: "Error: no" }], ["Error: no", null]],
    [
      "an image that the log left out",
      [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/jpeg;base64," } }] }],
      [null, null],
    ],
    [
      "an image that it holds",
      [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://x/y.png" } }] }],
      ["https://x/y.png", null],
    ],
  ])("are answered by %s", (_, answers, expected) => {
    const list = turns([
      { role: "assistant", content: HERMES + HERMES },
      ...(answers as JsonValue[]),
      { role: "assistant", content: "end" },
    ]);
    expect(observed(list)).toEqual([expected, []]);
  });

  test("a user message after an answered call is the user's", () => {
    const list = turns([
      { role: "assistant", content: HERMES },
      { role: "tool", content: "1" },
      { role: "user", content: "thanks" },
    ]);
    expect(observed(list)).toEqual([["1"]]);
  });
});

describe("one response text", () => {
  /** Turns with the text that their range cuts out, which must be their text. */
  function cut(text: string, bare: boolean) {
    return turnsOf(responseMessages(text, { bare })).map((turn) => {
      expect(turn.chars === null ? null : text.slice(...turn.chars)).toBe(turn.text);
      return [turn.text, ...turn.calls.map((one) => one.observation)];
    });
  }

  test("role lines without special tokens", () => {
    const text =
      'assistant\n<think>é😀</think>\n<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>\ntool\n220.0\n\nassistant\n#### 220.0';
    expect(cut(text, true)).toEqual([
      ['<think>é😀</think>\n<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>', "220.0"],
      ["#### 220.0"],
    ]);
  });

  test("special tokens of Qwen, Llama and Gemma", () => {
    const a = '<tool_call>{"name":"f","arguments":{}}</tool_call>';
    const qwen = `${a}<|im_end|>\n<|im_start|>user\n<tool_response>\nr\n</tool_response><|im_end|>\n<|im_start|>assistant\nb<|im_end|>`;
    const llama = `${a}<|eot_id|><|start_header_id|>ipython<|end_header_id|>\n\nr<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nb<|eot_id|>`;
    const gemma = `${a}<end_of_turn>\n<start_of_turn>user\nr<end_of_turn>\n<start_of_turn>model\nb<end_of_turn>`;
    for (const text of [qwen, llama, gemma]) expect(cut(text, false)).toEqual([[a, "r"], ["b"]]);
  });

  test("gpt-oss: thinking and call are one turn", () => {
    const call =
      "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>commentary to=functions.f <|constrain|>json<|message|>{}<|call|>";
    const text = `${call}<|start|>functions.f to=assistant<|channel|>commentary<|message|>r<|end|><|start|>assistant<|channel|>final<|message|>b<|return|>`;
    const found = turnsOf(responseMessages(text, { bare: false }));
    expect(found.map((turn) => turn.calls.map((one) => one.tool))).toEqual([["f"], []]);
    expect(found[0]?.calls[0]?.observation).toContain("r");
  });

  test("answers inside the policy's own text end a turn", () => {
    const text =
      "<think>a</think>\n<search> q </search>\n\n<information>Doc 1</information>\n\nso I think </think>\n<search>p</search><information>Doc 2</information>\n<answer>x</answer>";
    expect(cut(text, false)).toEqual([
      ["<think>a</think>\n<search> q </search>", "Doc 1"],
      ["so I think </think>\n<search>p</search>", "Doc 2"],
      ["<answer>x</answer>"],
    ]);
  });

  test("what the environment says of an invalid action ends a turn and is no call", () => {
    const text =
      "oops\nMy previous action is invalid. Use <search> and </search>. Let me try again.\n<search>q</search><information>r</information>";
    expect(cut(text, false)).toEqual([["oops"], ["<search>q</search>", "r"]]);
  });
});
