import type { ExplainedRollout, ExplainedTurn, ExplainResult } from "../../model/explain.js";
import { idText } from "../id-text.js";
import { counted, fixed } from "../numbers.js";
import { excerpt } from "../plain-text.js";
import { exampleTurn } from "./example-call.js";
import { html, type Markup } from "./markup.js";
import { shorten } from "./shorten.js";

/** Turns of a rollout that are shown, and characters of the prompt. */
const TURNS = 24;
const PROMPT = 400;
/** Shades of an advantage on each side of 0. */
const SHADES = 5;

/** One group: each rollout a row of turns coloured by advantage, before and after; a turn with calls opens its details. */
export function exampleGroup(example: ExplainResult, name: string, open: boolean): Markup {
  const turns = example.rollouts.flatMap((rollout) => rollout.turns);
  const corrected = turns.flatMap(({ calls }) => calls).filter((call) => call.corrected).length;
  const gain = turns.reduce((sum, turn) => sum + (turn.advantage - turn.base), 0);
  const scale = Math.max(...turns.map(({ base }) => Math.abs(base)), 1e-12);
  const left = example.rolloutsInGroup - example.rollouts.length;
  return html`<details class="example"${open ? html` open` : null}>
<summary>Group ${idText(example.group)}, batch ${idText(example.batch)} <span class="what">${example.successfulInGroup} of ${counted(example.rolloutsInGroup, "rollout")} succeeded; ${counted(corrected, "call")} corrected, ${fixed(gain, 2)} of advantage given back</span></summary>
<p class="prompt">${shorten(example.prompt, PROMPT)}</p>
<ol class="rollouts">${example.rollouts.map((rollout, j) => rolloutRow(rollout, example, scale, `${name}r${j}`))}</ol>
${left > 0 && html`<p class="note">${counted(left, "more rollout")} of this group not shown.</p>`}
</details>
`;
}

function rolloutRow(rollout: ExplainedRollout, example: ExplainResult, scale: number, name: string): Markup {
  const turns = rollout.turns.slice(0, TURNS);
  const details = rollout.success ? [] : turns.filter(({ calls }) => calls.length > 0);
  const title = rollout.rollout === null ? `row ${rollout.row}` : idText(rollout.rollout);
  return html`<li id="${name}"><h3>${title} <span class="${rollout.success ? "success" : "failure"}">${rollout.success ? "success" : "failure"}</span> <span class="what">reward ${rollout.reward}, advantage ${fixed(rollout.advantage, 3)}</span></h3>
<ol class="turns">${turns.map((turn) => turnCell(turn, scale, details.includes(turn) ? `${name}t${turn.turn}` : null))}</ol>
${rollout.turns.length > TURNS && html`<p class="note">${rollout.turns.length - TURNS} more turns not shown.</p>`}
${details.map((turn) => exampleTurn(turn, example.conventions, `${name}t${turn.turn}`, name))}</li>
`;
}

function turnCell(turn: ExplainedTurn, scale: number, target: string | null): Markup {
  const tools = turn.calls.map(({ tool }) => excerpt(tool, 24)).slice(0, 3);
  const corrected = turn.calls.some((call) => call.corrected);
  const cell = html`<span class="tool">${tools.length === 0 ? "no call" : tools.join(", ")}${turn.calls.length > 3 && ` +${turn.calls.length - 3}`}</span><span class="adv ${shade(turn.base, scale)}"><span class="hidden">advantage before </span>${fixed(turn.base, 2)}</span><span class="adv ${shade(turn.advantage, scale)}"><span class="hidden">after </span>${fixed(turn.advantage, 2)}</span>`;
  const kind = corrected ? "turn corrected" : "turn";
  if (target === null) return html`<li><span class="${kind}">${cell}</span></li>`;
  return html`<li><a class="${kind}" href="#${target}">${cell}${corrected && html`<span class="hidden">, corrected</span>`}</a></li>`;
}

/** Class of an advantage: `n1` to `n5` below 0, `p1` to `p5` above, `z` at 0. */
function shade(value: number, scale: number): string {
  if (value === 0) return "z";
  const level = Math.max(1, Math.min(SHADES, Math.ceil((SHADES * Math.abs(value)) / scale)));
  return `${value < 0 ? "n" : "p"}${level}`;
}
