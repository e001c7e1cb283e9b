import type { Similarity } from "./similarity.js";
import type { Call, Group, Member } from "./types.js";

/** A call of a successful rollout, and where it stands. */
export interface Reference {
  readonly group: Group;
  readonly member: Member;
  readonly turn: number;
  readonly index: number;
  readonly call: Call;
}

export interface Cluster {
  readonly tool: string;
  /** Equal calls together, in input order; distinct calls in the order of their canonical JSON. */
  readonly members: readonly (readonly Reference[])[];
  readonly support: number;
  readonly advantage: number;
}

/** The well-formed calls of the groups' successful rollouts that are not excluded, in input order. */
export function referencesOf(groups: readonly Group[]): Reference[] {
  const references: Reference[] = [];
  for (const group of groups) {
    for (const member of group.members) {
      if (!member.rollout.success) continue;
      member.rollout.turns.forEach((turn, t) => {
        turn.calls.forEach((call, index) => {
          if (call.args !== null && !call.excluded) references.push({ group, member, turn: t, index, call });
        });
      });
    }
  }
  return references.sort(
    (a, b) => a.member.rollout.order - b.member.rollout.order || a.turn - b.turn || a.index - b.index,
  );
}

/** SPEC section 4, over the groups given: one group, or (whole-batch scope) all of a batch. */
export function buildLibrary(groups: readonly Group[], threshold: number, similarity: Similarity): Cluster[] {
  const references = referencesOf(groups);
  const tools = [...new Set(references.map((reference) => reference.call.tool))].sort();
  return tools.flatMap((tool) => {
    const distinct = new Map<string, Reference[]>();
    for (const reference of references) {
      if (reference.call.tool !== tool) continue;
      const equal = distinct.get(reference.call.canonical) ?? [];
      equal.push(reference);
      distinct.set(reference.call.canonical, equal);
    }
    const ordered = [...distinct.keys()].sort().map((key) => distinct.get(key) ?? []);
    const similar = (a: number, b: number) => similarityOfMembers(ordered[a] ?? [], ordered[b] ?? [], similarity);
    return completeLinkage(ordered.length, similar, threshold).map((members) =>
      describe(
        tool,
        members.map((i) => ordered[i] ?? []),
      ),
    );
  });
}

function similarityOfMembers(a: readonly Reference[], b: readonly Reference[], similarity: Similarity): number {
  if (a[0] === undefined || b[0] === undefined) throw new Error("a member has at least one call");
  return similarity(a[0].call, b[0].call);
}

/**
 * Clusters of the items 0..n-1, each ascending, listed by first item. Ties go to the pair whose first cluster's first
 * item comes first, then the second's.
 */
export function completeLinkage(n: number, similar: (a: number, b: number) => number, threshold: number): number[][] {
  let clusters: number[][] = Array.from({ length: n }, (_, i) => [i]);
  for (;;) {
    let best: { readonly value: number; readonly first: number[]; readonly second: number[] } | null = null;
    for (const first of clusters) {
      for (const second of clusters.slice(clusters.indexOf(first) + 1)) {
        let smallest = Number.POSITIVE_INFINITY;
        for (const a of first) for (const b of second) smallest = Math.min(smallest, similar(a, b));
        if (smallest >= threshold && (best === null || smallest > best.value))
          best = { value: smallest, first, second };
      }
    }
    if (best === null) return clusters;
    const { first, second } = best;
    const merged = [...first, ...second].sort((a, b) => a - b);
    clusters = clusters
      .filter((cluster) => cluster !== second)
      .map((cluster) => (cluster === first ? merged : cluster));
  }
}

function describe(tool: string, members: readonly Reference[][]): Cluster {
  const references = members.flat();
  const having = [...new Set(references.map((reference) => reference.member))];
  having.sort((a, b) => a.rollout.order - b.rollout.order);
  const groups = [...new Set(references.map((reference) => reference.group))];
  let successful = 0;
  for (const group of groups) for (const member of group.members) if (member.rollout.success) successful++;
  let sum = 0;
  for (const member of having) sum += member.advantage;
  return { tool, members, support: having.length / successful, advantage: sum / having.length };
}

/** `sim(o, C)`: the largest similarity with a member of the cluster, and the first member that has it. */
export function similarityWithCluster(
  call: Call,
  cluster: Cluster,
  similarity: Similarity,
): { readonly similarity: number; readonly member: readonly Reference[] } {
  let best: { similarity: number; member: readonly Reference[] } | null = null;
  for (const member of cluster.members) {
    const value = member[0] === undefined ? 0 : similarity(call, member[0].call);
    if (best === null || value > best.similarity) best = { similarity: value, member };
  }
  if (best === null) throw new Error("a cluster has at least one member");
  return best;
}
