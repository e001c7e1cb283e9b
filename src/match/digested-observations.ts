import { BACKSLASH } from "../json/bytes.js";
import type { Observation } from "../model/compact.js";
import { ObservationStore } from "./observation.js";

const LESS_THAN = 60;
/** By the byte after a backslash: the byte that both stand for; 0 for what needs the general way. */
const ESCAPES = new Uint8Array(256);
for (const [written, meant] of ['""', "\\\\", "//", "b\b", "f\f", "n\n", "r\r", "t\t"].map((pair) => [...pair])) {
  ESCAPES[written?.charCodeAt(0) ?? 0] = meant?.charCodeAt(0) ?? 0;
}

/** What is known of byte ranges seen before: `RecentBytes` of the readers. */
export interface Seen {
  find(bytes: Buffer, start: number, end: number): Observation | undefined;
  keep(bytes: Buffer, start: number, end: number, observation: Observation): void;
}

/** Observations made from the bytes of JSON strings, so that the text of an answer is never decoded. */
export class DigestedObservations extends ObservationStore {
  private scratch = Buffer.allocUnsafe(1 << 14);

  constructor(private readonly seen: Seen) {
    super();
  }

  /**
   * Observes the text of a JSON string, `[start, end)` within its quotes. Null for what must be decoded to be observed:
   * bytes that are no JSON string or no UTF-8, escapes by number, texts that may stand for an image.
   */
  observeString(bytes: Buffer, start: number, end: number): Observation | null {
    const known = this.seen.find(bytes, start, end);
    if (known !== undefined) return known;
    const length = this.unescape(bytes, start, end);
    const observation = length <= 0 ? null : this.observeBytes(this.scratch, length);
    if (observation !== null) this.seen.keep(bytes, start, end, observation);
    return observation;
  }

  /** Writes the text to the scratch memory; gives its length, -1 where it needs the general way. */
  private unescape(bytes: Buffer, start: number, end: number): number {
    if (end - start > this.scratch.length) this.scratch = Buffer.allocUnsafe((end - start) * 2);
    const { scratch } = this;
    let length = 0;
    for (let i = start; i < end; i++) {
      let byte = bytes[i] ?? 0;
      if (byte < 32 || byte === LESS_THAN) return -1;
      if (byte === BACKSLASH) {
        byte = ESCAPES[bytes[++i] ?? 0] ?? 0;
        if (byte === 0) return -1;
      }
      scratch[length++] = byte;
    }
    return length;
  }
}
