import { deepEqual } from "./json.js";
import { buildLibrary, type Cluster, type Reference, similarityWithCluster } from "./library.js";
import type { Similarity } from "./similarity.js";
import type { Call, Group, Member, Options } from "./types.js";

/** What an ablation may change of the transfer (SPEC section 7). */
export interface Method {
  readonly theta: number;
  readonly clusterThreshold: number;
  readonly alphaMin: number;
  readonly beta: number;
  readonly clamp: boolean;
  readonly useSupport: boolean;
  /** False: no call is corrected. */
  readonly correct: boolean;
  /** A tool whose calls are never corrected. */
  readonly withoutTool: string | null;
}

export function methodOf(options: Options): Method {
  const { theta, alphaMin, beta, clamp, useSupport } = options;
  const clusterThreshold = options.clusterThreshold ?? theta;
  return { theta, clusterThreshold, alphaMin, beta, clamp, useSupport, correct: true, withoutTool: null };
}

export interface CallCredit {
  readonly call: Call;
  readonly corrected: boolean;
  readonly similarity: number | null;
  readonly support: number | null;
  readonly confidence: number | null;
  readonly referenceAdvantage: number | null;
  readonly transfer: number;
  readonly witness: Reference | null;
  readonly cluster: Cluster | null;
  readonly reason: string | undefined;
}

export interface TurnCredit {
  readonly base: number;
  /** T of the turn. */
  readonly transfer: number;
  readonly advantage: number;
  readonly calls: readonly CallCredit[];
}

export interface MemberCredit {
  readonly member: Member;
  readonly turns: readonly TurnCredit[];
}

export interface GroupCredit {
  readonly group: Group;
  readonly members: readonly MemberCredit[];
}

/** SPEC sections 4 and 5 over a log. */
export function creditLog(
  groups: readonly Group[],
  options: Options,
  method: Method,
  similarity: Similarity,
): GroupCredit[] {
  return groups.map((group) => {
    const batch = groups.filter((other) => deepEqual(other.batch, group.batch));
    const pool = options.scope === "batch" ? batch : [group];
    const library = group.mixed ? buildLibrary(pool, method.clusterThreshold, similarity) : [];
    return {
      group,
      members: group.members.map((member) => ({
        member,
        turns: member.rollout.turns.map((turn, t) => {
          const base = member.bases[t] ?? Number.NaN;
          const calls = turn.calls.map((call) => creditCall(call, base, member, group, library, method, similarity));
          const examined = group.mixed && !member.rollout.success && member.advantage < 0 && base < 0;
          return examined ? creditTurn(base, calls, options, method) : { base, transfer: 0, advantage: base, calls };
        }),
      })),
    };
  });
}

function creditCall(
  call: Call,
  base: number,
  member: Member,
  group: Group,
  library: readonly Cluster[],
  method: Method,
  similarity: Similarity,
): CallCredit {
  const without = (reason: string): CallCredit => ({
    call,
    corrected: false,
    similarity: null,
    support: null,
    confidence: null,
    referenceAdvantage: null,
    transfer: 0,
    witness: null,
    cluster: null,
    reason,
  });
  if (member.rollout.success) return without("not-failing");
  if (!group.mixed) return without("group-not-mixed");
  if (!(member.advantage < 0)) return without("advantage-not-negative");
  if (call.args === null) return without(base < 0 ? "malformed" : "advantage-not-negative");
  if (call.excluded) return without(base < 0 ? "excluded" : "advantage-not-negative");
  const best = bestCluster(call, library, similarity);
  if (best === null) return without(base < 0 ? "no-reference" : "advantage-not-negative");
  const { cluster, s, witness } = best;
  const alpha = method.useSupport ? s * cluster.support : s;
  const reason = reasonAgainst(base, s, alpha, cluster.advantage, method);
  const corrected = reason === undefined && method.correct && call.tool !== method.withoutTool;
  return {
    call,
    corrected,
    similarity: s,
    support: cluster.support,
    confidence: alpha,
    referenceAdvantage: cluster.advantage,
    transfer: corrected ? method.beta * (alpha * cluster.advantage) : 0,
    witness,
    cluster,
    reason,
  };
}

function reasonAgainst(base: number, s: number, alpha: number, reference: number, method: Method): string | undefined {
  if (!(base < 0)) return "advantage-not-negative";
  if (!(s >= method.theta)) return "below-theta";
  if (!(alpha >= method.alphaMin)) return "below-alpha-min";
  if (!(reference > 0)) return "reference-not-positive";
  return undefined;
}

/** C*: ties by larger support, larger advantage, then the cluster listed first. Null where the tool has no cluster. */
function bestCluster(
  call: Call,
  library: readonly Cluster[],
  similarity: Similarity,
): { readonly cluster: Cluster; readonly s: number; readonly witness: Reference | null } | null {
  let best: { readonly cluster: Cluster; readonly s: number; readonly witness: Reference | null } | null = null;
  for (const cluster of library) {
    if (cluster.tool !== call.tool) continue;
    const { similarity: s, member } = similarityWithCluster(call, cluster, similarity);
    const better =
      best === null ||
      s > best.s ||
      (s === best.s && cluster.support > best.cluster.support) ||
      (s === best.s && cluster.support === best.cluster.support && cluster.advantage > best.cluster.advantage);
    if (better) best = { cluster, s, witness: member[0] ?? null };
  }
  return best;
}

function creditTurn(base: number, calls: readonly CallCredit[], options: Options, method: Method): TurnCredit {
  const transfers = calls.filter(({ call }) => !call.excluded).map((credit) => credit.transfer);
  const transfer = transfers.length === 0 ? 0 : combine(transfers, options.parallelCalls);
  if (!calls.some((credit) => credit.corrected)) return { base, transfer, advantage: base, calls };
  let sum = base + transfer;
  if (Math.abs(sum) <= 1e-12) sum = 0;
  return { base, transfer, advantage: method.clamp ? Math.min(0, sum) : sum, calls };
}

function combine(transfers: readonly number[], how: Options["parallelCalls"]): number {
  if (how === "max") return Math.max(...transfers);
  if (how === "min") return Math.min(...transfers);
  let sum = 0;
  for (const transfer of transfers) sum += transfer;
  return sum / transfers.length;
}

/** The arrays of CONTRACT, `tokenAdvantages`: null where the rollout has no mask. */
export function tokenAdvantages(credit: MemberCredit, options: Options): number[] | null {
  const { tokens, turns } = credit.member.rollout;
  if (tokens === null) return null;
  const perToken = options.estimator === "logged" ? tokens.advantages : null;
  const values = tokens.mask.map(() => 0);
  turns.forEach((turn, n) => {
    const turnCredit = credit.turns[n];
    if (turn.tokens === null || turnCredit === undefined) return;
    const corrected = turnCredit.calls.some((call) => call.corrected);
    for (let t = turn.tokens[0]; t < turn.tokens[1]; t++) {
      values[t] = perToken !== null && !corrected ? (perToken[t] ?? 0) : turnCredit.advantage;
    }
  });
  return values;
}
