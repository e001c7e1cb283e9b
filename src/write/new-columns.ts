import { InputError } from "../model/errors.js";

/** Columns that `correct` adds to Parquet and Arrow, in order (CONTRACT, `correct`). */
export const NEW_COLUMNS = [
  "tapo_advantage",
  "tapo_success",
  "tapo_turn_advantages",
  "tapo_token_advantages",
  "tapo",
] as const;

export function isNewColumn(name: string): boolean {
  return (NEW_COLUMNS as readonly string[]).includes(name);
}

/** @throws InputError where a file already has one of the new columns and `force` is off. */
export function refuseOldCorrections(path: string, names: readonly string[], force: boolean): void {
  const old = names.find(isNewColumn);
  if (old !== undefined && !force)
    throw new InputError(`${path}: already has a column "${old}"; use --force to replace it`);
}
