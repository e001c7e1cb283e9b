import type { Span, Turn } from "../../model/rollout.js";
import { MARKED_ENCODINGS, UNMARKED_ENCODINGS } from "../encodings/encodings.js";
import { observationsFrom } from "../encodings/observation-blocks.js";
import { type Piece, scanCalls } from "../encodings/scan-calls.js";
import type { TextEncoding } from "../encodings/text-encoding.js";
import { observationText } from "./content.js";
import type { Message } from "./message.js";
import { TurnList } from "./turn-list.js";

/**
 * Which text-encoded call a tool message answers: one of the turn before it, which is right where a call was never
 * answered; or the first one not yet answered, which is the contract of the tool's own record.
 */
export type AnswerOrder = "last-turn" | "first-open";

/**
 * The turns of a conversation, each call with what came back. Text-encoded calls are looked for only where no message
 * holds a structured call (SPEC section 3, "Malformed calls").
 */
export function turnsOf(messages: readonly Message[], answers: AnswerOrder = "last-turn"): readonly Turn[] {
  if (messages.some((message) => message.calls.length > 0)) return structuredTurns(messages);
  const marked = textTurns(messages, MARKED_ENCODINGS, answers);
  return marked.hasCalls() ? marked.turns() : textTurns(messages, UNMARKED_ENCODINGS, answers).turns();
}

function structuredTurns(messages: readonly Message[]): readonly Turn[] {
  const list = new TurnList();
  for (const message of messages) {
    if (message.role === "assistant") list.add(message.text, message.chars, message.calls);
    for (const result of message.results) list.answer(result);
    if (message.role === "user")
      for (const text of observationsFrom(message.text, 0).texts) list.answerLast(text, null);
  }
  return list.turns();
}

function textTurns(messages: readonly Message[], encodings: readonly TextEncoding[], answers: AnswerOrder): TurnList {
  const list = new TurnList();
  for (const [index, message] of messages.entries()) {
    if (message.role === "assistant") {
      const pieces = scanCalls(message.text, encodings, { answered: index + 1 < messages.length });
      for (const piece of pieces) addPiece(list, message, piece, pieces.length > 1);
    } else if (message.results.length > 0) {
      for (const result of message.results) {
        if (answers === "first-open") list.answer(result);
        else list.answerLast(result.text, result.id);
      }
    } else if (message.role === "user") answerFromUser(list, message);
  }
  return list;
}

function addPiece(list: TurnList, message: Message, piece: Piece, cut: boolean): void {
  const [start, end] = cut ? trimmed(message.text, piece) : [piece.start, piece.end];
  const chars: Span | null = message.chars === null ? null : [message.chars[0] + start, message.chars[0] + end];
  list.add(message.text.slice(start, end), chars, piece.calls);
  for (const text of piece.observations) list.answerLast(observationText(text), null);
}

/** White space around an answer in the text is the environment's. */
function trimmed(text: string, { start, end }: Piece): Span {
  const piece = text.slice(start, end);
  const from = start + (piece.length - piece.trimStart().length);
  return [from, Math.max(from, start + piece.trimEnd().length)];
}

/** A message in the user's name answers the calls before it: what it says in observation tags, else all of it. */
function answerFromUser(list: TurnList, message: Message): void {
  const { texts } = observationsFrom(message.text, 0);
  if (texts.length === 0 && list.awaits()) list.answerLast(message.observation, null);
  for (const text of texts) list.answerLast(message.observation === null ? null : observationText(text), null);
}
