/** Where a rollout stands in the input. */
export interface Place {
  /** Index into the run's list of input files. */
  readonly file: number;
  /** Row in the file, from 0; blank lines are no rows. */
  readonly row: number;
  /** Rollout within the row, from 0; 0 where a row is one rollout. */
  readonly item: number;
}

/** Input order: files as listed, then rows, then rollouts within a row. */
export function comparePlaces(a: Place, b: Place): number {
  return a.file - b.file || a.row - b.row || a.item - b.item;
}
