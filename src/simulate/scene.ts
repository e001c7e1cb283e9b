import { Random } from "../stats/random.js";
import { Draw, type FactWords, type Surface } from "./draw.js";
import { filler } from "./filler.js";
import { fill, type Lexicon } from "./lexicon.js";
import { ENGLISH } from "./lexicon-en.js";
import { CHINESE } from "./lexicon-zh.js";
import type { SimulateOptions } from "./options.js";
import { type Meaning, STREAMS, type World } from "./world.js";

/** The words of a prompt. */
export interface Scene {
  readonly lexicon: Lexicon;
  readonly question: string;
  /** By fact: the right value, and wrong ones. */
  readonly answers: readonly { readonly right: string; readonly wrong: readonly string[] }[];
  /** By meaning of the world. */
  readonly surfaces: readonly Surface[];
  readonly width: number;
  readonly height: number;
}

const SHARE_OF_CHINESE = 0.12;
const SIZES = [
  [1024, 768],
  [1280, 960],
  [1600, 1200],
  [960, 1280],
] as const;

/** The words of a prompt: drawn from their own stream, so that they change nothing in what happens. */
export function makeScene(world: World, options: SimulateOptions): Scene {
  const random = new Random(options.seed, STREAMS.scene, world.prompt);
  const lexicon = random.chance(SHARE_OF_CHINESE) ? CHINESE : ENGLISH;
  const subject = random.pick(lexicon.subjects);
  const [name = "", otherName = ""] = random.shuffled(lexicon.names);
  const entity = fill(lexicon.entity, { name, noun: subject.noun });
  const other = fill(lexicon.entity, { name: otherName, noun: random.pick(lexicon.subjects).noun });
  const [width, height] = random.pick(SIZES);
  const draw = new Draw(random, lexicon, { ...subject, e: entity }, other, width, height);
  const facts = world.meanings.slice(0, world.facts).map((meaning) => draw.fact(meaning.tool));
  const asks = facts.map(({ ask }) => ask).join(lexicon.say.separator);
  const named = facts.some(({ tool }) => tool === "image_search") ? "" : fill(lexicon.say.named, { e: entity });
  return {
    lexicon,
    question: named + fill(lexicon.say.question, { asks }),
    answers: facts.map(({ right, wrong }) => ({ right, wrong })),
    surfaces: world.meanings.map((meaning, m) => {
      const surface = surfaceOf(meaning, facts, draw);
      return { ...surface, observation: surface.observation + filler(options.messageBytes / 4, 97 * world.prompt + m) };
    }),
    width,
    height,
  };
}

function surfaceOf(meaning: Meaning, facts: readonly FactWords[], draw: Draw): Surface {
  const words = facts[meaning.fact ?? 0];
  if (meaning.role === "distractor" || words === undefined) return draw.distractor(meaning.tool);
  return meaning.role === "alternative" ? words.alternative : words.main;
}
