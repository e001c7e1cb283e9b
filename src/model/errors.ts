import type { Rejection } from "./rollout.js";

/** Wrong use of the command line or of a config file: exit 2. The message stands alone and says what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The input could not be used: exit 2. The message names the file and, where known, the row and field. */
export class InputError extends Error {
  override readonly name: string = "InputError";
}

/** Records of the input were rejected in strict mode: exit 2. */
export class RejectedError extends InputError {
  override readonly name = "RejectedError";
  constructor(
    readonly rejections: readonly Rejection[],
    readonly paths: readonly string[],
  ) {
    super(`${rejections.length} record(s) could not be used`);
  }
}
