/** Character to byte in the alphabet of byte-level BPE (GPT-2): printable bytes are themselves, others come from 256 on. */
const BYTES = new Map<string, number>();
for (let byte = 0, other = 256; byte < 256; byte++) {
  const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  BYTES.set(String.fromCharCode(printable ? byte : other++), byte);
}

/** The byte that a character of a byte-level token stands for; -1 for none. */
export function byteOf(character: string): number {
  return BYTES.get(character) ?? -1;
}
