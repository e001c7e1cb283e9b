import { Decompress } from "fzstd";
import { zstdHeader } from "./zstd-header.js";

/** Bytes that the frames of a file may make the decoder move about, for each byte of output, and in all before that counts. */
const MOVED_PER_BYTE = 2 ** 14;
const MOVED_FREE = 2 ** 34;
const LARGEST_BLOCK = 1 << 17;
const BLOCK_HEADER = 3;
const RLE = 1;
const CHECKSUM = 4;

/** What comes next in the file: a frame's or a block's header, or bytes of a known number. */
type Expected = "frame" | "block" | "body" | "checksum" | "skipped";

/**
 * Decodes zstd frames (RFC 8878) one after the other, in pieces. Frames and blocks are told apart here, and `fzstd` decodes
 * each frame by itself: it recurses from frame to frame, and for each block it moves its whole window, whose size a file
 * chooses. So the window is held to `LARGEST_WINDOW`, and small blocks behind a large window to what an encoder makes.
 */
export class ZstdFrames {
  #expected: Expected = "frame";
  /** Beginning of a header that is not yet whole. */
  #head: Uint8Array = new Uint8Array(0);
  /** Bytes to go of a body. */
  #left = 0;
  #last = false;
  #hasChecksum = false;
  #window = 0;
  #decoder: Decompress | null = null;
  #ready: Uint8Array[] = [];
  #made = 0;
  #moved = 0;

  /** Output that `piece` completes. @throws Error where the file is broken. */
  push(piece: Uint8Array): readonly Uint8Array[] {
    this.#ready = [];
    let rest = piece;
    while (rest.length > 0) rest = this.#left > 0 ? this.#body(rest) : this.#header(rest);
    return this.#ready;
  }

  /** @throws Error where the file ends within a frame. */
  end(): void {
    if (this.#expected !== "frame" || this.#head.length > 0) throw new Error("unexpected end of file");
  }

  #body(bytes: Uint8Array): Uint8Array {
    const taken = bytes.subarray(0, this.#left);
    this.#left -= taken.length;
    if (this.#expected !== "skipped") this.#decoder?.push(taken);
    if (this.#left === 0) this.#endBody();
    return bytes.subarray(taken.length);
  }

  #endBody(): void {
    if (this.#expected === "body" && !this.#last) {
      this.#expected = "block";
    } else if (this.#expected === "body" && this.#hasChecksum) {
      this.#expected = "checksum";
      this.#left = CHECKSUM;
    } else {
      if (this.#expected !== "skipped") this.#decoder?.push(new Uint8Array(0), true);
      this.#expected = "frame";
    }
  }

  #header(bytes: Uint8Array): Uint8Array {
    const before = this.#head.length;
    const head = new Uint8Array(before + Math.min(bytes.length, 18));
    head.set(this.#head);
    head.set(bytes.subarray(0, head.length - before), before);
    const used = this.#expected === "frame" ? this.#frame(head) : this.#block(head);
    this.#head = used === null ? head : new Uint8Array(0);
    return bytes.subarray((used ?? head.length) - before);
  }

  /** Bytes of a frame's header; null where it is not yet whole. */
  #frame(head: Uint8Array): number | null {
    const header = zstdHeader(head);
    if (header === null) return null;
    if (header.kind === "skipped") {
      this.#left = header.content;
      this.#expected = header.content === 0 ? "frame" : "skipped";
      return header.size;
    }
    this.#hasChecksum = header.hasChecksum;
    this.#window = header.window;
    this.#decoder = new Decompress((out) => {
      this.#made += out.length;
      if (out.length > 0) this.#ready.push(out);
    });
    this.#decoder.push(head.slice(0, header.size));
    this.#expected = "block";
    return header.size;
  }

  #block(head: Uint8Array): number | null {
    const [first = 0, second = 0, third = 0] = head;
    if (head.length < BLOCK_HEADER) return null;
    this.#last = (first & 1) === 1;
    const size = (first >> 3) | (second << 5) | (third << 13);
    if (size > LARGEST_BLOCK) throw new Error("a block is larger than blocks are");
    this.#moved += this.#window;
    if (this.#moved > MOVED_FREE + MOVED_PER_BYTE * this.#made)
      throw new Error("its blocks are too small for its window");
    this.#decoder?.push(head.slice(0, BLOCK_HEADER));
    this.#left = ((first >> 1) & 3) === RLE ? 1 : size;
    this.#expected = "body";
    if (this.#left === 0) this.#endBody();
    return BLOCK_HEADER;
  }
}
