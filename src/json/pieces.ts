import type { JsonPieces } from "../model/row-correction.js";

/** Bytes of pieces written out. */
export function piecesSize(pieces: JsonPieces): number {
  let size = 0;
  for (const piece of pieces)
    size += typeof piece === "object" && "times" in piece ? repeatedSize(piece) : piece.length;
  return size;
}

/** Writes pieces into a buffer that has room for them; returns where they end. */
export function writePieces(pieces: JsonPieces, target: Buffer, start: number): number {
  let at = start;
  for (const piece of pieces) {
    if (typeof piece === "string") {
      at += target.write(piece, at, "latin1");
    } else if ("times" in piece) {
      const end = at + repeatedSize(piece);
      if (end > at) target.fill(piece.text, at, end, "latin1");
      at = end;
    } else {
      target.set(piece, at);
      at += piece.length;
    }
  }
  return at;
}

/** Pieces as one text. */
export function piecesText(pieces: JsonPieces): string {
  const bytes = Buffer.allocUnsafe(piecesSize(pieces));
  writePieces(pieces, bytes, 0);
  return bytes.toString("utf8");
}

function repeatedSize({ text, times }: { readonly text: string; readonly times: number }): number {
  return text.length * times;
}
