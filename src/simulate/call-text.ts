import type { Random } from "../stats/random.js";
import type { Box, Surface } from "./draw.js";
import type { Scene } from "./scene.js";

/** Box sides move by up to this share of the box at noise 1. */
const JITTER = 0.7;
/** Chances, at noise 1, of an unusual query (at most 1) and of a word added to it. */
const UNUSUAL_QUERY = 2;
const ADDED_WORD = 0.8;

/** The arguments of one call of a meaning, as JSON text: a paraphrase of its query or a jittered form of its box. */
export function callArguments({ form }: Surface, scene: Scene, noise: number, random: Random): string {
  if (form.kind === "image") return form.reference ? '{"img_idx":0}' : "{}";
  if (form.kind === "zoom")
    return JSON.stringify({ bbox_2d: jittered(form.box, scene, noise, random), label: form.label });
  return JSON.stringify({ query: paraphrase(form.queries, scene.lexicon.suffixes, noise, random) });
}

/** A text that does not parse: a JSON object cut off. */
export function breakJson(text: string, random: Random): string {
  return text.slice(0, 1 + random.below(text.length - 1));
}

function paraphrase(queries: readonly string[], suffixes: readonly string[], noise: number, random: Random): string {
  const usual = queries[0] ?? "";
  const others = queries.slice(1);
  const query = others.length > 0 && random.chance(UNUSUAL_QUERY * noise) ? random.pick(others) : usual;
  return random.chance(ADDED_WORD * noise) ? `${query} ${random.pick(suffixes)}` : query;
}

/** Whole pixels, within the picture, the corners in order. */
function jittered([x1, y1, x2, y2]: Box, { width, height }: Scene, noise: number, random: Random): number[] {
  const move = (at: number, side: number, limit: number) =>
    Math.min(limit, Math.max(0, Math.round(at + JITTER * noise * side * random.between(-1, 1))));
  const [left, top] = [move(x1, x2 - x1, width), move(y1, y2 - y1, height)];
  return [left, top, Math.max(left + 8, move(x2, x2 - x1, width)), Math.max(top + 8, move(y2, y2 - y1, height))];
}
