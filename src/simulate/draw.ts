import type { Random } from "../stats/random.js";
import { fill, type Lexicon, type Topic } from "./lexicon.js";
import type { ToolName } from "./world.js";

/** A box `[x1, y1, x2, y2]` in pixels. */
export type Box = readonly [number, number, number, number];

/** The words of a meaning. */
export interface Surface {
  readonly tool: ToolName;
  readonly form:
    | { readonly kind: "image"; readonly reference: boolean }
    | { readonly kind: "text"; readonly queries: readonly string[] }
    | { readonly kind: "zoom"; readonly box: Box; readonly label: string };
  readonly thoughts: readonly string[];
  /** What comes back: the same for every call of the meaning. */
  readonly observation: string;
  /** What comes back when nothing does. */
  readonly nothing: string;
}

/** The words of a fact: how it is asked for, its right value and wrong ones, and the two ways to it. */
export interface FactWords {
  readonly tool: ToolName;
  readonly ask: string;
  readonly right: string;
  readonly wrong: readonly string[];
  readonly main: Surface;
  readonly alternative: Surface;
}

const SHARE_WITH_IMAGE_REFERENCE = 0.3;

/** Draws words without repeating an attribute, a detail, or a part of the picture within one prompt. */
export class Draw {
  readonly #attributes;
  readonly #details;
  readonly #asides: Topic[];
  readonly #plain;
  readonly #cells;
  readonly #reference: boolean;

  constructor(
    readonly random: Random,
    readonly lexicon: Lexicon,
    readonly words: { readonly e: string; readonly noun: string; readonly look: string },
    readonly other: string,
    readonly width: number,
    readonly height: number,
  ) {
    this.#attributes = random.shuffled(lexicon.attributes);
    this.#details = random.shuffled(lexicon.details);
    this.#plain = random.shuffled(lexicon.plain);
    this.#cells = random.shuffled([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    this.#reference = random.chance(SHARE_WITH_IMAGE_REFERENCE);
    const { queries, sentence, values } = random.pick(lexicon.attributes);
    const misread = {
      queries: queries.map((query) => fill(query, { e: other })),
      sentence: fill(sentence, { e: other, v: random.pick(values) }),
    };
    this.#asides = [...random.shuffled(lexicon.asides).slice(0, 2), misread];
  }

  fact(tool: ToolName): FactWords {
    if (tool === "image_search") return this.#nameFact();
    return tool === "text_search" ? this.#textFact() : this.#zoomFact();
  }

  distractor(tool: ToolName): Surface {
    const { say } = this.lexicon;
    if (tool === "image_search") return this.#image(say.imageUseless);
    if (tool === "image_zoom_in_tool") {
      const label = this.#plain.pop() ?? "";
      return this.#zoom(this.#region(), label, fill(say.zoomPlain, { label }));
    }
    const { queries, sentence } = this.#asides.pop() ?? { queries: [""], sentence: "" };
    return this.#text(queries, sentence);
  }

  #nameFact(): FactWords {
    const { say, names, entity } = this.lexicon;
    const wrong = names.map((name) => fill(entity, { ...this.words, name })).filter((name) => name !== this.words.e);
    const main = this.#image(say.imageFound);
    const described = this.#text(say.describe, say.describedFound);
    return { tool: "image_search", ask: say.askName, right: this.words.e, wrong, main, alternative: described };
  }

  #textFact(): FactWords {
    const attribute = this.#attributes.pop();
    if (attribute === undefined) throw new RangeError("more text facts than attributes");
    const right = this.random.pick(attribute.values);
    const sentence = fill(attribute.sentence, { v: right });
    const wrong = attribute.values.filter((value) => value !== right);
    const main = this.#text(attribute.queries, sentence);
    return {
      tool: "text_search",
      ask: attribute.ask,
      right,
      wrong,
      main,
      alternative: this.#text(attribute.otherQueries, sentence),
    };
  }

  #zoomFact(): FactWords {
    const detail = this.#details.pop();
    if (detail === undefined) throw new RangeError("more zoom facts than details");
    const right = this.random.pick(detail.values);
    const observation = fill(this.lexicon.say.zoomFound, { label: detail.label, v: right });
    const box = this.#region();
    return {
      tool: "image_zoom_in_tool",
      ask: detail.ask,
      right,
      wrong: detail.values.filter((value) => value !== right),
      main: this.#zoom(box, detail.label, observation),
      alternative: this.#zoom(widened(box, this.width, this.height), detail.label, observation),
    };
  }

  #image(observation: string): Surface {
    return this.#surface(
      "image_search",
      { kind: "image", reference: this.#reference },
      {},
      fill(observation, this.words),
    );
  }

  #text(queries: readonly string[], sentence: string): Surface {
    const { textFound } = this.lexicon.say;
    const observation = fill(fill(textFound, { s: sentence }), this.words);
    return this.#surface(
      "text_search",
      { kind: "text", queries: queries.map((query) => fill(query, this.words)) },
      {},
      observation,
    );
  }

  #zoom(box: Box, label: string, observation: string): Surface {
    return this.#surface("image_zoom_in_tool", { kind: "zoom", box, label }, { label }, observation);
  }

  #surface(
    tool: ToolName,
    form: Surface["form"],
    extra: Readonly<Record<string, string>>,
    observation: string,
  ): Surface {
    const { say } = this.lexicon;
    const thoughts = say.think[tool].map((thought) => fill(thought, { ...this.words, ...extra }));
    return { tool, form, thoughts, observation, nothing: say.nothing[tool] };
  }

  /** A region within a cell of a 3 x 3 grid that no other region of the prompt is in. */
  #region(): Box {
    const cell = this.#cells.pop() ?? 0;
    const [w, h] = [this.width / 3, this.height / 3];
    const [left, top] = [(cell % 3) * w, Math.floor(cell / 3) * h];
    const [x, y] = [this.random.between(0, 0.3), this.random.between(0, 0.3)];
    const [x2, y2] = [this.random.between(0.7, 1), this.random.between(0.7, 1)];
    return [left + x * w, top + y * h, left + x2 * w, top + y2 * h];
  }
}

/** The box with its sides stretched to 2.2 times, within the picture: a meaning of its own, as it overlaps by a quarter or so. */
function widened([x1, y1, x2, y2]: Box, width: number, height: number): Box {
  const [dx, dy] = [0.6 * (x2 - x1), 0.6 * (y2 - y1)];
  return [Math.max(0, x1 - dx), Math.max(0, y1 - dy), Math.min(width, x2 + dx), Math.min(height, y2 + dy)];
}
