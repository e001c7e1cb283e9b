import type { JsonObject } from "../model/json.js";
import type { Random } from "../stats/random.js";
import { breakJson, callArguments } from "./call-text.js";
import type { Episode, Step } from "./episode.js";
import { fill } from "./lexicon.js";
import type { Prompt } from "./prompt.js";

const SYSTEM =
  "You are a search agent with the tools image_search, text_search and image_zoom_in_tool. Think, call tools where they help, and end with <answer>...</answer>.";

/** The messages of a rollout, and how much of its text is the policy's and how much comes back. */
export interface Transcript {
  readonly messages: JsonObject[];
  /** By turn. */
  readonly lengths: readonly TurnLengths[];
}

/** UTF-16 lengths of what the policy wrote in a turn, and of the observations after it. */
export interface TurnLengths {
  readonly policy: number;
  readonly observed: number;
}

/** Puts a sampled rollout into words. The words change nothing in what happens. */
export function writeMessages(prompt: Prompt, episode: Episode, random: Random): Transcript {
  const image = { type: "image_url", image_url: { url: `images/${prompt.world.prompt}.jpg` } };
  const messages: JsonObject[] = [
    { role: "system", content: SYSTEM },
    { role: "user", content: [image, { type: "text", text: prompt.scene.question }] },
  ];
  const lengths: TurnLengths[] = [];
  for (const [turn, step] of episode.steps.entries()) {
    if (step.action === null) {
      const content = finalText(prompt, episode, random);
      messages.push({ role: "assistant", content });
      lengths.push({ policy: content.length, observed: 0 });
    } else {
      const written = step.action.map((_, call) => writeCall(prompt, step, call, `call_${turn}_${call}`, random));
      const content = `<think>${written.map(({ thought }) => thought).join(" ")}</think>`;
      messages.push({ role: "assistant", content, tool_calls: written.map(({ request }) => request) });
      messages.push(...written.map(({ reply }) => reply));
      lengths.push({
        policy: written.reduce((sum, { policy }) => sum + policy, content.length),
        observed: written.reduce((sum, { observed }) => sum + observed, 0),
      });
    }
  }
  return { messages, lengths };
}

/** One call of a turn: why, what, and what came back. */
function writeCall({ world, scene, options }: Prompt, step: Step, call: number, id: string, random: Random) {
  const meaning = step.action?.[call] ?? 0;
  const surface = scene.surfaces[meaning];
  if (surface === undefined) throw new RangeError(`no words for meaning ${meaning}`);
  const { tool, observation, nothing, thoughts } = surface;
  const malformed = world.meanings[meaning]?.role === "malformed";
  const whole = callArguments(surface, scene, options.noise, random);
  const text = malformed ? breakJson(whole, random) : whole;
  const found = step.empty[call] ? nothing : observation;
  const content = malformed ? fill(scene.lexicon.say.malformed, { tool }) : found;
  return {
    thought: random.pick(thoughts),
    request: { id, type: "function", function: { name: tool, arguments: text } },
    reply: { role: "tool", tool_call_id: id, content },
    policy: tool.length + text.length,
    observed: content.length,
  };
}

/** The answer: facts that are missing, or else any one, are wrong in a wrong one. */
function finalText({ world, scene }: Prompt, { set, reward }: Episode, random: Random): string {
  const { answers, lexicon } = scene;
  const missing = (1 << world.facts) - 1 - set;
  const atFault = missing === 0 ? 1 << random.below(world.facts) : missing;
  const wrong = reward === 1 ? 0 : atFault;
  const values = answers.map((answer, fact) => (wrong & (1 << fact) ? random.pick(answer.wrong) : answer.right));
  const { separator, think } = lexicon.say;
  const thought = random.pick(missing === 0 ? think.answer : think.unsure);
  return `<think>${thought}</think><answer>${values.join(separator)}</answer>`;
}
