import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonText } from "../../src/json/text.js";
import { Condenser } from "../../src/match/condense.js";
import type { CompactRollout } from "../../src/model/compact.js";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { isFault } from "../../src/model/record.js";
import type { Rejection } from "../../src/model/rollout.js";
import type { LogOptions } from "../../src/model/run.js";
import { tapo } from "../../src/normalise/dialects/tapo.js";
import { normaliseRow } from "../../src/normalise/normalise.js";
import { isRejection, wantedFields } from "../../src/pipeline/read-rollouts.js";
import { Condensing, RecordReader } from "../../src/pipeline/threads/record-reader.js";
import { RecordParser } from "../../src/read/record-parser.js";
import { simulateLog } from "../../src/simulate/simulate.js";
import { generateLog } from "../property/generate.js";

const file = { index: 0, path: "log.jsonl", name: "log.jsonl", format: "jsonl", compression: "none" } as const;
const log = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map<string, string>(), lenient: true };
const need = { tokens: true, advantages: false, logprobs: false };
const options = { log, successField: null, lenient: true, need };

type Read = (line: Buffer) => readonly (CompactRollout | Rejection | string)[];

/** Every record by the parser, without the short way. */
function general(): Read {
  const parser = new RecordParser(wantedFields(tapo, log, { successField: null }, need), 0);
  const condenser = new Condenser(DEFAULT_OPTIONS, 0.5);
  return (line) => {
    const raw = parser.record(line, 0, line.length, 0, 0);
    if (isFault(raw)) return [raw];
    const { results, notes } = normaliseRow(raw, file, tapo, options);
    return [...results.map((result) => (isRejection(result) ? result : condenser.condense(result))), ...notes];
  };
}

function short(path: LogOptions = log): Read & { readonly reader: RecordReader } {
  const reader = new RecordReader(file, tapo, path, new Condensing(DEFAULT_OPTIONS));
  const read: Read = (line) => {
    const found: (CompactRollout | Rejection | string)[] = [];
    const notes: string[] = [];
    const push = (one: CompactRollout | Rejection) => found.push(one);
    reader.read(line, 0, line.length, 0, 0, { rollout: push, rejection: push, note: (note) => notes.push(note) });
    return [...found, ...notes];
  };
  return Object.assign(read, { reader });
}

function expectSame(lines: readonly Buffer[]): void {
  const [slow, fast] = [general(), short()];
  for (const line of lines) expect(fast(line)).toEqual(slow(line));
}

const simulated = [...simulateLog({ prompts: 12, steps: 2, messageBytes: 3000, tokens: 60 })].map(jsonText);

const LONG = "an answer that is long enough to be digested, with Ümläute und 漢字 in it ";
const message = (role: string, content: string, more = "") => `{"role":"${role}","content":"${content}"${more}}`;
const call = (id: string) =>
  `{"role":"assistant","content":"","tool_calls":[{"id":"${id}","function":{"name":"t","arguments":"{}"}}]}`;
const record = (...messages: string[]) => Buffer.from(`{"group":"g","reward":1,"messages":[${messages.join(",")}]}`);

describe("records read directly", () => {
  it("give what the general way gives for simulated logs, all of them directly", () => {
    expect(simulated.length).toBeGreaterThan(50);
    expectSame(simulated.map((line) => Buffer.from(line)));
    const fast = short();
    for (const line of simulated) fast(Buffer.from(line));
    expect(fast.reader.direct).toBe(simulated.length);
  });

  it("give what the general way gives for generated records", () => {
    for (let seed = 0; seed < 150; seed++) {
      expectSame(generateLog(seed).records.map(({ value }) => Buffer.from(jsonText(value))));
    }
  });

  it("give what the general way gives for records with bytes changed, left out or put in", () => {
    const bytes = fc.constantFrom(
      ...[...'"\\{}[],:01<n \t'].map((c) => c.charCodeAt(0)),
      0,
      0x1f,
      0x80,
      0xc3,
      0xe6,
      0xff,
    );
    const edit = fc.record({ at: fc.nat(), byte: bytes, kind: fc.constantFrom("set", "cut", "put") });
    const line = fc.constantFrom(...simulated.slice(0, 40));
    fc.assert(
      fc.property(line, fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
        let changed = Buffer.from(text);
        for (const { at, byte, kind } of edits) {
          const i = at % changed.length;
          const [before, after] = [changed.subarray(0, i), changed.subarray(kind === "put" ? i : i + 1)];
          changed = Buffer.concat([before, Buffer.from(kind === "cut" ? [] : [byte]), after]);
        }
        expectSame([changed]);
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    [
      "two answers to one call",
      record(
        message("user", "q"),
        call("a"),
        ...[1, 2].map((i) => message("tool", `${LONG}${i}`, ',"tool_call_id":"a"')),
      ),
    ],
    ["escapes", record(message("user", "q"), call("a"), message("tool", `${LONG}\\n\\t\\"\\\\ \\/ \\u00e9`))],
    ["simple escapes", record(message("user", "q"), call("a"), message("tool", `${LONG}\\n\\t\\"\\\\\\/`))],
    ["an image's stand-in", record(message("user", "q"), call("a"), message("tool", `${LONG}<image>`))],
    ["no tokens", record(message("user", "q"), call("a"), message("tool", ". ".repeat(60)))],
    [
      "a tool's message in the prompt",
      record(call("x"), message("tool", LONG), message("user", "q"), call("a"), message("tool", LONG)),
    ],
    ["a role twice", record(message("user", "q"), call("a"), message("tool", LONG, ',"role":"user"'))],
    ["an escaped key", record(message("user", "q"), call("a"), message("tool", LONG, ',"\\u0072ole":"user"'))],
    [
      "a trailing comma",
      Buffer.from(`${record(message("user", "q"), call("a"), message("tool", LONG)).toString().slice(0, -2)},]}`),
    ],
    [
      "messages twice",
      Buffer.from(
        `{"messages":[],${record(message("user", "q"), call("a"), message("tool", LONG)).toString().slice(1)}`,
      ),
    ],
    ["a control character", record(message("user", "q"), call("a"), message("tool", `${LONG}\t`))],
    [
      "one text in two spellings",
      record(
        message("user", "q"),
        call("a"),
        message("tool", `${LONG}\\n`),
        call("b"),
        message("tool", `${LONG}\\u000a`),
      ),
    ],
    [
      "nulls",
      record(
        message("user", "q", ',"tool_calls":null'),
        call("a"),
        message("tool", LONG, ',"name":null,"tool_call_id":null'),
      ),
    ],
    ["an answer to nothing", record(message("user", "q"), message("assistant", "x"), message("tool", LONG), call("a"))],
    [
      "answers in another order",
      record(
        message("user", "q"),
        call("a"),
        call("b"),
        ...["b", "c", "a"].map((id) => message("tool", `${LONG}${id}`, `,"tool_call_id":"${id}"`)),
      ),
    ],
    [
      "an answer in the user's name",
      record(message("user", "q"), call("a"), message("user", "<tool_response>x</tool_response>")),
    ],
    [
      "reasoning apart",
      record(message("user", "q"), message("assistant", "\\\\boxed{4}", ',"reasoning":"so"'), call("a")),
    ],
    ["broken JSON where nobody looks", record(message("user", "q", ',"name":"\\x"'), call("a"), message("tool", LONG))],
    [
      "broken JSON in a prompt seen before",
      Buffer.from(record(message("user", "q"), call("a")).toString().replace('"q"', "'q'")),
    ],
    [
      "a call of an answer tool",
      record(
        message("user", "q"),
        call("a"),
        call("b").replace('"t"', '"answer"').replace('"{}"', '"{\\"text\\":\\"Berlin\\"}"'),
      ),
    ],
    [
      "a reward that is text",
      Buffer.from(record(message("user", "q"), call("a")).toString().replace('"reward":1', '"reward":"1"')),
    ],
    ...["0.5", '"x"', "1e999", "null", "nul", "0.5.1", '"\\x"'].map((text): [string, Buffer] => [
      `a logged advantage of ${text}`,
      Buffer.from(record(message("user", "q"), call("a")).toString().replace('"g"', `"g","advantage":${text}`)),
    ]),
    ["a null group", Buffer.from(record(message("user", "q"), call("a")).toString().replace('"g"', "null"))],
    [
      "no JSON where a null should be",
      Buffer.from(record(message("user", "q"), call("a")).toString().replace('"g"', '"g","batch":nul')),
    ],
    [
      "text-encoded calls",
      record(
        message("user", "q"),
        message("assistant", '<tool_call>{\\"name\\":\\"t\\",\\"arguments\\":{}}</tool_call>'),
        message("tool", LONG),
      ),
    ],
  ])("give what the general way gives: %s", (_, line) => expectSame([line]));

  it("are read the general way where the user's options look into them", () => {
    const fast = short({ ...log, groupBy: ["messages.0.content"] });
    const line = record(message("user", "q"), call("a"), message("tool", LONG));
    expect(fast(line)).toMatchObject([{ group: "q" }]);
    expect(fast.reader.direct).toBe(0);
  });

  it("are read directly again and again: what was seen before is told by its bytes", () => {
    const fast = short();
    const line = record(message("user", "q"), call("a"), message("tool", LONG));
    const [first] = fast(line);
    expect(fast(line)).toEqual([first]);
    const other = Buffer.from(line.toString().replace("digested", "DIGESTED")); // of the same length
    expect(fast(other)).not.toEqual([first]);
    expect(fast(other)).toEqual(general()(other));
    expect(fast.reader.direct).toBe(4);
  });
});
