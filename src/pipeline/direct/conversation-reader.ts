import { CLOSE_ARRAY, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from "../../json/bytes.js";
import { type Condenser, promptHash } from "../../match/condense.js";
import type { DigestedObservations } from "../../match/digested-observations.js";
import type { Observation } from "../../model/compact.js";
import type { Format } from "../../model/record.js";
import { observationsFrom } from "../../normalise/encodings/observation-blocks.js";
import { isFault } from "../../normalise/fault.js";
import { chatMessages } from "../../normalise/turns/chat.js";
import { observationText } from "../../normalise/turns/content.js";
import { turnsOf } from "../../normalise/turns/conversation.js";
import type { Message } from "../../normalise/turns/message.js";
import { withoutNulls } from "../../normalise/without-null-members.js";
import { isString, stringOf } from "../../read/json-string.js";
import { parseBytes } from "../../read/parse-bytes.js";
import { RecentBytes } from "../../read/recent-bytes.js";
import { skipSpace } from "../../read/top-level.js";
import { KnownCalls } from "./known-calls.js";
import { MessageScanner, Slot } from "./message-scanner.js";
import { OpenTurns } from "./open-turns.js";

const SYSTEM = Buffer.from('"system"');
const USER = Buffer.from('"user"');
const ASSISTANT = Buffer.from('"assistant"');
const TOOL = Buffer.from('"tool"');
const ROLES = [
  { role: "system", name: SYSTEM },
  { role: "user", name: USER },
  { role: "assistant", name: ASSISTANT },
  { role: "tool", name: TOOL },
] as const;

/**
 * Reads a list of chat messages with structured calls straight into turns: the prompt once for all that have the same
 * bytes, calls without the messages around them, observations without their texts.
 */
export class ConversationReader {
  readonly turns = new OpenTurns();
  /** SHA-256 of the prompt, as `CompactRollout.promptHash`. */
  promptHash = "";
  readonly #scanner = new MessageScanner();
  readonly #last = new Slot("last", 0);
  readonly #prompts = new RecentBytes<string>();
  readonly #calls: KnownCalls;

  constructor(
    condenser: Condenser,
    private readonly observations: DigestedObservations,
    private readonly format: Format,
  ) {
    this.#calls = new KnownCalls(condenser, format);
  }

  /** False where the list is not of the usual shape, or anything is wrong with it: for the general way. */
  read(bytes: Buffer, start: number, end: number): boolean {
    this.turns.clear();
    this.#last.start = -1;
    if (bytes[start] !== OPEN_ARRAY) return false;
    let asked = false;
    let promptEnd = -1;
    let at = skipSpace(bytes, start + 1, end);
    let before = start + 1;
    while (bytes[at] !== CLOSE_ARRAY) {
      at = this.#scanner.next(bytes, at, end);
      if (at < 0) return false;
      const { role } = this.#scanner;
      if (promptEnd < 0 && role.is(bytes, ASSISTANT)) {
        if (!asked) return false;
        promptEnd = before;
      }
      if (promptEnd >= 0 && !this.#turnMessage(bytes)) return false;
      if (promptEnd < 0 && role.is(bytes, USER)) asked = true;
      before = at;
      at = skipSpace(bytes, at, end);
      if (bytes[at] === COMMA) {
        at = skipSpace(bytes, at + 1, end);
        if (bytes[at] === CLOSE_ARRAY) return false;
      } else if (bytes[at] !== CLOSE_ARRAY) return false;
    }
    if (at !== end - 1 || promptEnd < 0 || !this.#prompt(bytes, start, promptEnd)) return false;
    // Without a structured call, calls are looked for in the texts; where there are some, the general way reads them.
    return this.turns.calls > 0 || !this.#callsInTexts(bytes, promptEnd, end);
  }

  /** Whether the texts from the first turn on, all of them read before, hold a call. */
  #callsInTexts(bytes: Buffer, promptEnd: number, end: number): boolean {
    const messages: Message[] = [];
    let at = promptEnd;
    while (bytes[at] !== CLOSE_ARRAY) {
      if (bytes[at] !== OPEN_OBJECT) {
        at++; // white space, or the comma between two messages
        continue;
      }
      at = this.#scanner.next(bytes, at, end);
      if (at < 0) return true;
      const { role, content } = this.#scanner;
      const named = ROLES.find(({ name }) => role.is(bytes, name))?.role;
      const text = content.start < 0 ? "" : stringOf(bytes, content.start, content.end);
      if (named === undefined || text === null) return true;
      const observation = observationText(text);
      const results = named === "tool" ? [{ id: null, text: observation }] : [];
      messages.push({ role: named, text, calls: [], results, observation, chars: null });
    }
    return turnsOf(messages, "first-open").some(({ calls }) => calls.length > 0);
  }

  /** The last turn's text. */
  lastText(bytes: Buffer): string {
    const { start, end } = this.#last;
    return start < 0 ? "" : (stringOf(bytes, start, end) ?? "");
  }

  /** A message from the first turn on. */
  #turnMessage(bytes: Buffer): boolean {
    const { role, content, calls, callId } = this.#scanner;
    if (content.start >= 0 && bytes[content.start] !== QUOTE) return false;
    if (role.is(bytes, TOOL)) return this.#answer(bytes, content, callId);
    if (role.is(bytes, ASSISTANT)) {
      if (content.start >= 0 && !isString(bytes, content.start, content.end)) return false;
      this.#last.set(content);
      const found = calls.start < 0 ? [] : this.#calls.of(bytes, calls.start, calls.end);
      if (found !== null) this.turns.add(found);
      return found !== null;
    }
    if (calls.start >= 0 || callId.start >= 0) return false;
    const text = content.start < 0 ? "" : stringOf(bytes, content.start, content.end);
    if (text === null) return false;
    return role.is(bytes, USER) ? observationsFrom(text, 0).texts.length === 0 : role.is(bytes, SYSTEM);
  }

  #answer(bytes: Buffer, content: Slot, callId: Slot): boolean {
    const id = callId.start < 0 ? null : stringOf(bytes, callId.start, callId.end);
    if (id === null && callId.start >= 0) return false;
    const observation = content.start < 0 ? this.observations.observe("") : this.#observe(bytes, content);
    return observation !== undefined && this.turns.answer(id, observation);
  }

  /** Null for a text that stands for an image; undefined where the text is no JSON. */
  #observe(bytes: Buffer, { start, end }: Slot): Observation | null | undefined {
    const digested = this.observations.observeString(bytes, start + 1, end - 1);
    if (digested !== null) return digested;
    const text = stringOf(bytes, start, end);
    if (text === null) return undefined;
    const shown = observationText(text);
    return shown === null ? null : this.observations.observe(shown);
  }

  /** The prompt is what stands in the list before `promptEnd`. */
  #prompt(bytes: Buffer, start: number, promptEnd: number): boolean {
    let hash = this.#prompts.find(bytes, start, promptEnd);
    if (hash === undefined) {
      const prompt = parsedList(bytes, start, promptEnd, this.format);
      if (prompt === null || isFault(chatMessages(prompt, ""))) return false;
      hash = promptHash(prompt, null);
      this.#prompts.keep(bytes, start, promptEnd, hash);
    }
    this.promptHash = hash;
    return true;
  }
}

function parsedList(bytes: Buffer, start: number, end: number, format: Format) {
  const text = Buffer.alloc(end - start + 1, "]");
  bytes.copy(text, 0, start, end);
  try {
    const value = withoutNulls(parseBytes(text, 0, text.length), format);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
