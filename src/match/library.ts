import { InputError } from "../model/errors.js";
import { mean } from "../stats/moments.js";
import type { CallCompiler } from "./call-compiler.js";
import { completeLinkage } from "./cluster.js";
import type { Reference, ReferenceRollout, References } from "./references.js";
import { MOST_PAIRS } from "./similar-pairs.js";

/** Similar successful calls of one tool, with what they vouch for (SPEC section 4). */
export interface Cluster {
  readonly tool: string;
  /** Position among the tool's clusters. */
  readonly index: number;
  /** Indices into the tool's references, ascending. */
  readonly members: readonly number[];
  /** `sup(C)`, in (0, 1]. */
  readonly support: number;
  /** `Adv(C)`: mean advantage of the successful rollouts with a call in the cluster. */
  readonly advantage: number;
}

/** Clusters of each tool's references at one threshold, ordered by first member. */
export type Library = ReadonlyMap<string, readonly Cluster[]>;

export function buildLibrary(references: References, compiler: CallCompiler, threshold: number): Library {
  const library = new Map<string, readonly Cluster[]>();
  for (const [tool, calls] of references.byTool) {
    const similarity = (i: number, j: number) => {
      const [a, b] = [calls[i], calls[j]];
      return a !== undefined && b !== undefined ? compiler.similarity(a.compiled, b.compiled) : 0;
    };
    const clusters = completeLinkage(calls.length, similarity, threshold);
    if (clusters === null) {
      throw new InputError(
        `${calls.length} different calls of ${JSON.stringify(tool)} in successful rollouts of one group are too many to cluster: ` +
          `over ${MOST_PAIRS} pairs are similar by ${threshold}; raise --cluster-threshold, or leave the tool out`,
      );
    }
    library.set(
      tool,
      clusters.map((members, index) => ({
        tool,
        index,
        members,
        ...supportOf(members, calls, references.successes),
      })),
    );
  }
  return library;
}

function supportOf(
  members: readonly number[],
  calls: readonly Reference[],
  successes: readonly number[],
): Pick<Cluster, "support" | "advantage"> {
  const rollouts = new Map<number, ReferenceRollout>();
  for (const member of members) for (const made of calls[member]?.rollouts ?? []) rollouts.set(made.order, made);
  const inOrder = [...rollouts.values()].sort((a, b) => a.order - b.order);
  let possible = 0;
  for (const group of new Set(inOrder.map((made) => made.group))) possible += successes[group] ?? 0;
  return {
    support: inOrder.length / possible,
    advantage: mean(inOrder.map((made) => made.advantage)),
  };
}
