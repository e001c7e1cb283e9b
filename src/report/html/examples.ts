import type { ReportExtras } from "../../model/report-data.js";
import { counted } from "../numbers.js";
import { exampleGroup } from "./example-group.js";
import { html, type Markup } from "./markup.js";

/** Bytes that the examples take at most: the page stays below 2 MB whatever the log holds. */
const BYTES = 1_200_000;

/** The browser of examples: the most telling groups as far as there is room, and how many there are in all. */
export function examples({ examples: all, correctedGroups }: ReportExtras): Markup {
  if (all.length === 0) return html`<p class="note">No call was corrected, so there is no example to show.</p>`;
  const shown: Markup[] = [];
  let bytes = 0;
  for (const [g, example] of all.entries()) {
    const group = exampleGroup(example, `g${g}`, g === 0);
    bytes += Buffer.byteLength(group.text);
    if (bytes > BYTES) break;
    shown.push(group);
  }
  const cut = shown.length < all.length ? ", as many as fit into this page" : "";
  return html`<p>The ${counted(shown.length, "group")} of ${correctedGroups} with a correction whose failing rollouts are given back most advantage${cut}. Each row is a rollout, each cell a turn: its tool, its advantage before (upper) and after (lower). Outlined turns hold a corrected call. Choose a turn of a failing rollout to see its calls beside their witnesses. Long texts are cut and say so.</p>
<p class="legend" aria-hidden="true"><span class="adv n5">punished</span><span class="adv n2"> </span><span class="adv z">0</span><span class="adv p2"> </span><span class="adv p5">rewarded</span></p>
<div id="example-list">${shown}</div>
`;
}
