import { randomBytes } from "node:crypto";
import type { Observation } from "../model/compact.js";
import { ObservationStore } from "./observation.js";

const BACKSLASH = 92;
const LESS_THAN = 60;
/** By the byte after a backslash: the byte that both stand for; 0 for what needs the general way. */
const ESCAPES = new Uint8Array(256);
for (const [written, meant] of ['""', "\\\\", "//", "b\b", "f\f", "n\n", "r\r", "t\t"].map((pair) => [...pair])) {
  ESCAPES[written?.charCodeAt(0) ?? 0] = meant?.charCodeAt(0) ?? 0;
}

/**
 * Observations made from the bytes of a record, each with a short text to stand for it until the record's rollouts are
 * condensed. So the text of an answer is never decoded. Texts are good for one record: `clear` before the next.
 */
export class DigestedObservations extends ObservationStore {
  /** No log can hold it by chance, and none can know it. */
  private readonly mark = `tapo-observation-${randomBytes(12).toString("hex")}-`;
  private readonly digested = new Map<string, Digested>();
  private scratch = Buffer.allocUnsafe(1 << 14);

  clear(): void {
    if (this.digested.size > 0) this.digested.clear();
  }

  /**
   * Observes the text of a JSON string, `[start, end)` within its quotes. Null for what the general way must see: bytes
   * that are no JSON string or no UTF-8, escapes by number, texts that may stand for an image.
   */
  digest(bytes: Buffer, start: number, end: number): string | null {
    const length = this.unescape(bytes, start, end);
    const observation = length <= 0 ? null : this.observeBytes(this.scratch, length);
    if (observation === null) return null;
    const text = `${this.mark}${this.digested.size}.`;
    this.digested.set(text, { observation, bytes, start, end });
    return text;
  }

  override observe(text: string): Observation {
    if (this.digested.size === 0) return super.observe(text);
    return this.digested.get(text)?.observation ?? super.observe(this.restored(text));
  }

  /** Texts that became part of another one, as two answers to one call do. */
  private restored(text: string): string {
    if (!text.includes(this.mark)) return text;
    let whole = text;
    for (const [part, { bytes, start, end }] of this.digested) {
      whole = whole.replaceAll(part, () => String(JSON.parse(`"${bytes.toString("utf8", start, end)}"`)));
    }
    return whole;
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

interface Digested {
  readonly observation: Observation;
  /** Where the text stands, while its record is at work. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}
