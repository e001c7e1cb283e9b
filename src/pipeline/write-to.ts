import { InputError, UsageError } from "../model/errors.js";
import type { Place } from "../model/place.js";
import type { CorrectionOf, WriteTo } from "../model/row-correction.js";
import { expandRuns, type TokenRuns } from "../model/token-runs.js";
import { DIALECTS } from "../normalise/registry.js";
import type { LogFile } from "./open-log.js";

/** Advantage per token of each rollout of a row, in order; null for one without token arrays, undefined for a rejected one. */
export type TokensOf = (row: number) => readonly (TokenRuns | null | undefined)[];

/**
 * Refuses `--write-to log` where a file's framework has no field for token advantages, or its format no room.
 * @throws UsageError that names the dialects that have one.
 */
export function checkWriteTo(files: readonly LogFile[], writeTo: WriteTo): void {
  if (writeTo === "tapo") return;
  for (const { file, dialect } of files) {
    if (dialect.writeBack === undefined) {
      throw new UsageError(
        `${file.path}: records of dialect ${dialect.name} have no field for token advantages, so --write-to ${writeTo} ` +
          `cannot write one. Those that have: ${writable()}. For other trainers write --sidecar and join it as docs/write-back.md shows`,
      );
    }
    if (file.format !== "jsonl" && file.format !== "json") {
      throw new UsageError(
        `${file.path}: --write-to ${writeTo} writes JSONL and JSON only, this is ${file.format}; ` +
          "its column tapo_token_advantages holds the same numbers",
      );
    }
  }
}

function writable(): string {
  return Object.values(DIALECTS)
    .flatMap(({ name, writeBack }) => (writeBack === undefined ? [] : [`${name} (${writeBack.field})`]))
    .join(", ");
}

/**
 * Refuses `--write-to log` where a rollout has no token arrays that advantages could be as long as.
 * @throws InputError before anything is written.
 */
export function checkTokensToWrite(
  files: readonly LogFile[],
  firstWithoutTokens: () => Place | null,
  writeTo: WriteTo,
  lenient: boolean,
): void {
  const place = writeTo === "tapo" || lenient ? null : firstWithoutTokens();
  if (place === null) return;
  const { file, dialect } = files[place.file] ?? {};
  throw new InputError(
    `${file?.path}: row ${place.row} has no tokens with a policy mask, so ${dialect?.writeBack?.field} cannot be ` +
      `written; --write-to ${writeTo} needs a log of training. With --lenient such rollouts are left as they are`,
  );
}

/** Corrections of a file's rows, put where `writeTo` says. */
export function writtenTo(
  { dialect }: LogFile,
  correctionOf: CorrectionOf,
  tokensOf: TokensOf,
  writeTo: WriteTo,
): CorrectionOf {
  const { writeBack } = dialect;
  if (writeTo === "tapo" || writeBack === undefined) return correctionOf;
  return (row) => {
    const correction = correctionOf(row);
    if (correction === null) return null;
    const tokens = tokensOf(row).map((runs) => runs && expandRuns(runs));
    return {
      ...correction,
      member: writeTo === "log" ? null : correction.member,
      ownField: (record) => writeBack.patch(record, tokens),
    };
  };
}
