import type { JsonObject } from "../model/json.js";
import type { Random } from "../stats/random.js";
import { breakJson, callArguments } from "./call-text.js";
import type { Episode, Step } from "./episode.js";
import { fill } from "./lexicon.js";
import type { Scene } from "./scene.js";
import type { World } from "./world.js";

const SYSTEM =
  "You are a search agent with the tools image_search, text_search and image_zoom_in_tool. Think, call tools where they help, and end with <answer>...</answer>.";

/** The messages of a rollout, and how much of its text is the policy's and how much comes back. */
export interface Transcript {
  readonly messages: JsonObject[];
  /** By turn: UTF-16 lengths of what the policy wrote and of the observations after it. */
  readonly lengths: readonly { readonly policy: number; readonly observed: number }[];
}

/** Puts a sampled rollout into words. The words change nothing in what happens. */
export function writeMessages(world: World, scene: Scene, episode: Episode, noise: number, random: Random): Transcript {
  const image = { type: "image_url", image_url: { url: `images/${world.prompt}.jpg` } };
  const messages: JsonObject[] = [
    { role: "system", content: SYSTEM },
    { role: "user", content: [image, { type: "text", text: scene.question }] },
  ];
  const lengths = episode.steps.map((step, turn) => {
    if (step.action === null) {
      const content = finalText(scene, episode, world.facts, random);
      messages.push({ role: "assistant", content });
      return { policy: content.length, observed: 0 };
    }
    return writeCalls(messages, world, scene, step, turn, noise, random);
  });
  return { messages, lengths };
}

function writeCalls(
  messages: JsonObject[],
  world: World,
  scene: Scene,
  step: Step,
  turn: number,
  noise: number,
  random: Random,
) {
  const calls: JsonObject[] = [];
  const replies: JsonObject[] = [];
  const thoughts: string[] = [];
  let policy = 0;
  let observed = 0;
  for (const [k, meaning] of (step.action ?? []).entries()) {
    const surface = scene.surfaces[meaning];
    if (surface === undefined) throw new RangeError(`no words for meaning ${meaning}`);
    const broken = world.meanings[meaning]?.role === "malformed";
    const whole = callArguments(surface, scene, noise, random);
    const text = broken ? breakJson(whole, random) : whole;
    const id = `call_${turn}_${k}`;
    const content = broken
      ? fill(scene.lexicon.say.malformed, { tool: surface.tool })
      : step.empty[k]
        ? surface.nothing
        : surface.observation;
    calls.push({ id, type: "function", function: { name: surface.tool, arguments: text } });
    replies.push({ role: "tool", tool_call_id: id, content });
    thoughts.push(random.pick(surface.thoughts));
    policy += surface.tool.length + text.length;
    observed += content.length;
  }
  const content = `<think>${thoughts.join(" ")}</think>`;
  messages.push({ role: "assistant", content, tool_calls: calls }, ...replies);
  return { policy: policy + content.length, observed };
}

/** The answer: facts that are missing, or else any one, are wrong in a wrong one. */
function finalText({ answers, lexicon }: Scene, { set, reward }: Episode, facts: number, random: Random): string {
  const missing = (1 << facts) - 1 - set;
  const wrong = reward === 1 ? 0 : missing === 0 ? 1 << random.below(facts) : missing;
  const values = answers.map((answer, fact) => (wrong & (1 << fact) ? random.pick(answer.wrong) : answer.right));
  const { separator, think } = lexicon.say;
  const thought = random.pick(missing === 0 ? think.answer : think.unsure);
  return `<think>${thought}</think><answer>${values.join(separator)}</answer>`;
}
