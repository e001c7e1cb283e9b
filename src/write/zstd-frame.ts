const LEVEL = 3;
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

type Frame = (bytes: Uint8Array) => Uint8Array;
let loading: Promise<Frame> | null = null;

/** A function that compresses bytes into one zstd frame. Frames one after the other are one zstd file. */
export function zstdFrame(): Promise<Frame> {
  loading ??= load(); // once only: a second start of the WebAssembly module breaks the first one's memory
  return loading;
}

async function load(): Promise<Frame> {
  const { init, compress } = await import("@bokuweb/zstd-wasm");
  await init();
  return (bytes) => {
    const frame = compress(bytes, LEVEL);
    if (MAGIC.some((byte, i) => frame[i] !== byte)) throw new Error("the zstd compressor gave no zstd frame");
    return frame;
  };
}
