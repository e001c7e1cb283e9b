import type { FoundCall } from "../turns/message.js";
import type { Finder } from "./finder.js";
import type { TextContext, TextMatch } from "./text-encoding.js";

/**
 * What stands between two tags, from `at`. A tag that is not closed counts only where it ends the turn and is answered:
 * its stop string was eaten.
 */
export function readTag(
  finder: Finder,
  at: number,
  tags: { readonly open: string; readonly close: string },
  context: TextContext,
  call: (body: string) => FoundCall,
): TextMatch | null {
  const start = at + tags.open.length;
  const stop = finder.next(tags.close, start);
  const closed = stop < finder.text.length;
  if (!closed && !(context.answered && finder.next("<", start) === finder.text.length)) return null;
  if (closed && finder.next(tags.open, start) < stop) return null;
  const end = closed ? stop + tags.close.length : stop;
  return { calls: [call(finder.text.slice(start, stop).trim())], end };
}
