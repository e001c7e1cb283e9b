const MAGIC = 0xfd2fb528;
/** The sixteen magic numbers of frames that hold no data. */
const SKIPPABLE = 0x184d2a50;

/** As large as the `zstd` program takes without being asked to. */
const LARGEST_WINDOW = 2 ** 27;

/** A zstd frame's header. `size` bytes long; sizes in bytes. */
export type ZstdHeader =
  | { readonly kind: "skipped"; readonly size: number; readonly content: number }
  | {
      readonly kind: "data";
      readonly size: number;
      readonly window: number;
      /** Size of the output; null where the header does not say. */
      readonly content: number | null;
      readonly hasChecksum: boolean;
    };

/**
 * Reads a frame's header (RFC 8878, 3.1.1) from the beginning of `bytes`; null where more bytes are needed (18 always do).
 * @throws Error where there is no frame, or one that is not to be decoded.
 */
export function zstdHeader(bytes: Uint8Array): ZstdHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) return null;
  const magic = view.getUint32(0, true);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE)
    return bytes.length < 8 ? null : { kind: "skipped", size: 8, content: view.getUint32(4, true) };
  if (magic !== MAGIC) throw new Error("no zstd frame where one should begin");
  if (bytes.length < 5) return null;
  const flags = view.getUint8(4);
  const single = (flags & 32) !== 0;
  const dictionarySize = [0, 1, 2, 4][flags & 3] ?? 0;
  const contentSize = [single ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const dictionaryAt = single ? 5 : 6;
  const size = dictionaryAt + dictionarySize + contentSize;
  if (bytes.length < size) return null;
  for (let i = dictionaryAt; i < dictionaryAt + dictionarySize; i++)
    if (bytes[i] !== 0) throw new Error("it needs a dictionary");
  const content = contentSize === 0 ? null : contentOf(view, size - contentSize, contentSize);
  const window = single ? (content ?? 0) : windowOf(view.getUint8(5));
  if (window > LARGEST_WINDOW)
    throw new Error(`it needs a window of ${window} bytes; at most ${LARGEST_WINDOW} are given`);
  return { kind: "data", size, window, content, hasChecksum: (flags & 4) !== 0 };
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentOf(view: DataView, at: number, size: number): number {
  if (size === 1) return view.getUint8(at);
  if (size === 2) return view.getUint16(at, true) + 256;
  return size === 4 ? view.getUint32(at, true) : Number(view.getBigUint64(at, true));
}
