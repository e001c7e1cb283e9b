/** A number for every token, run by run: `lengths[i]` tokens in a row have `values[i]`, which is finite. */
export interface TokenRuns {
  readonly lengths: Int32Array;
  readonly values: Float64Array;
}

/** One number a token. */
export function expandRuns({ lengths, values }: TokenRuns): Float64Array {
  const out = new Float64Array(lengths.reduce((a, b) => a + b, 0));
  let at = 0;
  for (const [i, length] of lengths.entries()) {
    out.fill(values[i] ?? 0, at, at + length);
    at += length;
  }
  return out;
}

/** Puts runs together from left to right; 0 and -0 are two values. */
export class RunBuilder {
  private readonly lengths: number[] = [];
  private readonly values: number[] = [];

  add(length: number, value: number): void {
    const last = this.lengths.length - 1;
    if (length <= 0) return;
    if (last >= 0 && Object.is(this.values[last], value)) this.lengths[last] = (this.lengths[last] ?? 0) + length;
    else {
      this.lengths.push(length);
      this.values.push(value);
    }
  }

  runs(): TokenRuns {
    return { lengths: Int32Array.from(this.lengths), values: Float64Array.from(this.values) };
  }
}
