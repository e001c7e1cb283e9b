import type { CompactRollout, Group } from "../../model/compact.js";
import type { GroupTask } from "./protocol.js";
import type { RolloutStore } from "./rollout-store.js";

/** The groups of a request, put together when they are needed, so that few have their rollouts in memory. */
export class TaskGroups {
  private readonly kept = new Map<number, Group>();

  constructor(
    private readonly tasks: readonly GroupTask[],
    private readonly own: RolloutStore,
    private readonly foreign: readonly CompactRollout[],
    /** Groups kept at once. */
    private readonly most: number,
  ) {}

  at(index: number): Group {
    const known = this.kept.get(index);
    if (known !== undefined) return known;
    const task = this.tasks[index];
    if (task === undefined) throw new RangeError(`no group ${index}`);
    const oldest = this.kept.keys().next().value;
    if (this.kept.size >= this.most && oldest !== undefined) this.kept.delete(oldest);
    const group = this.groupOf(task);
    this.kept.set(index, group);
    return group;
  }

  private groupOf({ batch, id, members, advantages, mixed, equalRewards }: GroupTask): Group {
    const rollouts = Array.from(members, (index) => {
      const rollout = index < 0 ? this.foreign[-1 - index] : this.own.get(index);
      if (rollout === undefined) throw new Error("a rollout of the group is missing");
      return rollout;
    });
    return { batch, id, rollouts, advantages, mixed, equalRewards };
  }
}
