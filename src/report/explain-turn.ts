import type { Conventions } from "../model/audit.js";
import type { Reason } from "../model/correction.js";
import type { ExplainedCall, ExplainedTurn, ExplainedWitness } from "../model/explain.js";
import { arithmetic } from "./arithmetic.js";
import { idText } from "./id-text.js";
import { fixed } from "./numbers.js";
import { excerpt, plainText } from "./plain-text.js";
import { REASON_SENTENCES } from "./reasons.js";
import type { Page } from "./style.js";
import { wrap } from "./wrap.js";

/**
 * One turn: its advantage before and after, its calls with their witnesses, and the arithmetic where something was corrected.
 * The reason `known` stands over the rollout already.
 */
export function explainTurn(turn: ExplainedTurn, conventions: Conventions, known: Reason | null, page: Page): string {
  const { style, width } = page;
  const changed = turn.advantage !== turn.base;
  const after = changed ? ` -> ${style.good(fixed(turn.advantage, 4))}` : ", unchanged";
  const text = turn.text === "" ? [] : [`    ${style.faint(excerpt(turn.text, width - 4))}`];
  const none = turn.calls.length === 0 ? ["    no tool call"] : [];
  return [
    `  ${style.name(`turn ${turn.turn}`)}   advantage ${fixed(turn.base, 4)}${after}`,
    ...text,
    ...none,
    ...turn.calls.map((call) => explainCall(call, conventions, known, page)),
    ...(changed ? [wrap(arithmetic(turn, conventions), width, "      ", "    = ")] : []),
  ].join("\n");
}

function explainCall(call: ExplainedCall, conventions: Conventions, known: Reason | null, page: Page): string {
  const { style, width } = page;
  const room = width - 17;
  const said = call.reason === undefined || call.reason === known;
  const verdict = call.corrected ? style.good(" corrected") : said ? "" : style.faint(" not corrected");
  const head = `    call ${call.call}: ${excerpt(call.tool, 40)}${verdict}`;
  const because = said ? [] : [wrap(`because ${REASON_SENTENCES[call.reason]}`, width, "      ")];
  const scores = scoreLine(call, conventions);
  return [
    head,
    ...because,
    `      arguments  ${excerpt(call.arguments, room)}`,
    ...observation(call.observation, room),
    ...(call.witness === null ? [] : witness(call.witness, page, room)),
    ...(scores === null ? [] : [wrap(scores, width, "      ")]),
  ].join("\n");
}

function observation(text: string | null, room: number, indent = "      "): string[] {
  return text === null ? [] : [`${indent}result     ${excerpt(text, room)}`];
}

function witness(found: ExplainedWitness, page: Page, room: number): string[] {
  const where = `${plainText(found.path)}: row ${found.row} turn ${found.turn} call ${found.call}, rollout ${idText(found.rollout)}, reward ${found.reward}`;
  return [
    wrap(where, page.width, "                 ", "      witness    "),
    `        arguments  ${excerpt(found.arguments, room - 2)}`,
    ...observation(found.observation, room - 2, "        "),
  ];
}

function scoreLine(call: ExplainedCall, conventions: Conventions): string | null {
  const { similarity, support, confidence, referenceAdvantage } = call;
  if (similarity === null || support === null || confidence === null || referenceAdvantage === null) return null;
  return (
    `similarity s ${fixed(similarity, 4)} (theta ${conventions.theta}), support sup ${fixed(support, 4)}, ` +
    `confidence ${fixed(confidence, 4)} (alphaMin ${conventions.alphaMin}), reference advantage Adv ${fixed(referenceAdvantage, 4)}`
  );
}
