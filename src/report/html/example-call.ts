import type { Conventions } from "../../model/audit.js";
import type { ExplainedCall, ExplainedTurn } from "../../model/explain.js";
import { arithmetic } from "../arithmetic.js";
import { idText } from "../id-text.js";
import { fixed } from "../numbers.js";
import { REASON_SENTENCES } from "../reasons.js";
import { argumentRows } from "./argument-rows.js";
import type { Piece } from "./diff-words.js";
import { html, type Markup } from "./markup.js";
import { shorten } from "./shorten.js";

/** Characters of texts of the log. */
const TEXT = 280;
const OBSERVATION = 360;

/** What was decided of a turn's calls: each beside its witness, and the arithmetic with its numbers. Shown when it is the page's target. */
export function exampleTurn(turn: ExplainedTurn, conventions: Conventions, id: string, back: string): Markup {
  const changed = turn.advantage !== turn.base;
  return html`<section class="turn-detail" id="${id}" tabindex="-1" aria-label="Turn ${turn.turn}">
<p class="turn-head"><strong>Turn ${turn.turn}</strong> <span class="num">A = ${fixed(turn.base, 4)}, A′ = ${fixed(turn.advantage, 4)}</span> <a class="close" href="#${back}">close</a></p>
${turn.text !== "" && html`<p class="said">${shorten(turn.text, TEXT)}</p>`}
${turn.calls.map((call) => callDetail(call, conventions))}
${changed && html`<p class="sum"><code>${arithmetic(turn, conventions)}</code></p>`}
</section>
`;
}

function callDetail(call: ExplainedCall, conventions: Conventions): Markup {
  const { witness } = call;
  const rows = argumentRows(call.arguments, witness?.arguments ?? call.arguments);
  const verdict = call.reason === undefined ? "corrected" : `not corrected: ${REASON_SENTENCES[call.reason]}`;
  return html`<div class="call">
<p><strong>${shorten(call.tool, 80)}</strong>, ${verdict}</p>
<div class="sides">
<div class="side"><h4>The failing call</h4>${argumentList(rows.map(({ key, left }) => [key, left]))}${observation(call.observation)}</div>
${
  witness !== null &&
  html`<div class="side"><h4>Its witness: rollout ${idText(witness.rollout)}, reward ${witness.reward}, turn ${witness.turn}</h4>${argumentList(rows.map(({ key, right }) => [key, right]))}${observation(witness.observation)}</div>`
}
</div>
${scores(call, conventions)}
</div>
`;
}

function argumentList(rows: readonly (readonly [key: string, pieces: readonly Piece[] | null])[]): Markup {
  if (rows.length === 0) return html`<p class="none">no arguments</p>`;
  return html`<dl>${rows.map(
    ([key, pieces]) =>
      html`<dt>${key}</dt><dd>${
        pieces === null
          ? html`<span class="none">absent</span>`
          : pieces.map(({ text, own }) => (own ? html`<mark>${text}</mark>` : html`${text}`))
      }</dd>`,
  )}</dl>`;
}

function observation(text: string | null): Markup {
  if (text === null) return html`<p class="none">no observation in the log</p>`;
  return html`<blockquote>${shorten(text, OBSERVATION)}</blockquote>`;
}

function scores(call: ExplainedCall, conventions: Conventions): Markup | null {
  const { similarity, support, confidence, referenceAdvantage } = call;
  if (similarity === null || support === null || confidence === null || referenceAdvantage === null) return null;
  return html`<p class="scores num">similarity s ${fixed(similarity, 4)} (theta ${String(conventions.theta)}) · support sup ${fixed(support, 4)} · confidence ${fixed(confidence, 4)} (alphaMin ${String(conventions.alphaMin)}) · reference advantage Adv ${fixed(referenceAdvantage, 4)}</p>`;
}
