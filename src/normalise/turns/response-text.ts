import { observationsFrom } from "../encodings/observation-blocks.js";
import { observationText } from "./content.js";
import type { FoundResult, Message, Role } from "./message.js";
import { segments } from "./segment.js";

/**
 * The messages in one response text, with their UTF-16 ranges. The text begins with the policy's words.
 * `bare`: special tokens were stripped, so that only role names on lines of their own are left.
 */
export function responseMessages(
  text: string,
  options: { readonly first?: Role; readonly bare: boolean },
): readonly Message[] {
  return segments(text, options.first ?? "assistant", options.bare).map(({ role, start, end }) => {
    const words = text.slice(start, end);
    const results = role === "tool" ? toolResults(words) : [];
    return { role, text: words, calls: [], results, observation: observationText(words.trim()), chars: [start, end] };
  });
}

function toolResults(text: string): readonly FoundResult[] {
  const { texts } = observationsFrom(text, 0);
  return (texts.length > 0 ? texts : [text.trim()]).map((one) => ({ id: null, text: observationText(one) }));
}
