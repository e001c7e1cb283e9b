import { idKey } from "../json/id.js";
import type { Batch, CompactRollout, Group } from "../model/compact.js";
import { UsageError } from "../model/errors.js";
import type { Id } from "../model/id.js";

/** What to explain, as given on the command line. Ids match as text or in their JSON form (`"42"` or `42`). */
export interface ExplainTarget {
  readonly rollout?: string | undefined;
  readonly row?: number | undefined;
  /** The file of `row`, where there are several. */
  readonly file?: string | undefined;
  readonly group?: string | undefined;
}

export interface FoundTarget {
  readonly batch: Batch;
  readonly group: Group;
  /** The rollouts of the group to show. */
  readonly rollouts: readonly CompactRollout[];
  /** How many other groups or rollouts the target names too. */
  readonly others: number;
}

/**
 * Finds the group, and in it the rollouts, that a target names.
 * @throws UsageError where the target names nothing, with ids that the log has.
 */
export function findTarget(batches: readonly Batch[], paths: readonly string[], target: ExplainTarget): FoundTarget {
  const named = [target.rollout, target.row, target.group].filter((value) => value !== undefined).length;
  if (named !== 1) throw new UsageError("name what to explain: one of --rollout ID, --row N, --group ID");
  const file = fileOf(paths, target.file);
  const found = candidates(batches, (group) => rolloutsOf(group, target, file));
  const exact = found.filter(({ jsonForm }) => jsonForm);
  const [first, ...rest] = exact.length > 0 ? exact : found;
  if (first === undefined) throw new UsageError(nothingFound(batches, target));
  return { batch: first.batch, group: first.group, rollouts: first.rollouts, others: rest.length };
}

interface Named {
  readonly rollouts: readonly CompactRollout[];
  /** The target is the id's JSON form, which no id of another type has. */
  readonly jsonForm: boolean;
}

function candidates(batches: readonly Batch[], namedIn: (group: Group) => Named) {
  return batches.flatMap((batch) =>
    batch.groups.flatMap((group) => {
      const named = namedIn(group);
      return named.rollouts.length > 0 ? [{ batch, group, ...named }] : [];
    }),
  );
}

function rolloutsOf(group: Group, target: ExplainTarget, file: number | null): Named {
  if (target.group !== undefined) {
    const { rollouts, id } = group;
    return { rollouts: matches(id, target.group) ? rollouts : [], jsonForm: idKey(id) === target.group };
  }
  if (target.rollout !== undefined) {
    const text = target.rollout;
    const rollouts = group.rollouts.filter(({ id }) => id !== null && matches(id, text));
    return { rollouts, jsonForm: rollouts.some(({ id }) => idKey(id) === text) };
  }
  const rollouts = group.rollouts.filter(({ place }) => {
    return place.row === target.row && (file === null || place.file === file);
  });
  return { rollouts, jsonForm: true };
}

function matches(id: Id, text: string): boolean {
  return id === text || idKey(id) === text;
}

function fileOf(paths: readonly string[], name: string | undefined): number | null {
  if (name === undefined) return null;
  const index = paths.findIndex((path) => path === name || path.endsWith(`/${name}`));
  if (index < 0) throw new UsageError(`--file ${name}: not among the inputs: ${paths.slice(0, 5).join(", ")}`);
  return index;
}

function nothingFound(batches: readonly Batch[], target: ExplainTarget): string {
  const groups = batches.flatMap((batch) => batch.groups);
  if (target.group !== undefined) return `no group ${target.group}; the log has ${some(groups.map(({ id }) => id))}`;
  const rollouts = groups.flatMap((group) => group.rollouts);
  if (target.rollout !== undefined) {
    const ids = rollouts.map(({ id }) => id).filter((id) => id !== null);
    if (ids.length === 0) return "the rollouts of this log have no ids; use --row N";
    return `no rollout ${target.rollout}; the log has ${some(ids)}`;
  }
  return `no rollout in row ${target.row}; ${rollouts.length} rollouts stand in the log, rows count from 0`;
}

function some(ids: readonly Id[]): string {
  const shown = [...new Set(ids.map(idKey))];
  return `${shown.slice(0, 5).join(", ")}${shown.length > 5 ? ` and ${shown.length - 5} more` : ""}`;
}
