import type { CompactCall, Group, Observation } from "../model/compact.js";
import type { Witness } from "../model/correction.js";
import type { TextMetric } from "../model/names.js";
import type { ToolConfig } from "../model/options.js";
import { CallCompiler } from "./call-compiler.js";
import { buildLibrary, type Cluster, type Library } from "./library.js";
import { collectReferences, type References } from "./references.js";

/** What a call of a failing rollout was matched with (SPEC section 5). Equal calls of a group share one. */
export interface Match {
  /** `s = sim(o, C*)`. */
  readonly similarity: number;
  /** C*. */
  readonly cluster: Cluster;
  readonly witness: Witness;
  /** What the witness call brought back; null where the log has no observation. */
  readonly witnessObservation: Observation | null;
  /** `sim(o, C)` for any cluster of the tool in the same library. */
  readonly similarityTo: (cluster: Cluster) => number;
}

/**
 * Similarities kept, over all calls of a library: 128 MB. Those of further calls are computed whenever they are asked
 * for, so that memory does not grow with calls times references.
 */
const KEPT_SIMILARITIES = 1 << 24;

/**
 * Matches calls with the references of one library: a group's own, or a whole batch's. Similarities are computed once
 * and shared by every cluster threshold.
 */
export class Matcher {
  private readonly references: References;
  private readonly similarities = new Map<string, Map<string, Float64Array>>();
  private readonly best = new Map<string, Map<string, number>>();
  private kept = 0;
  private readonly libraries = new Map<number, Library>();
  private readonly matches = new Map<number, Map<string, Map<string, Match | null>>>();

  constructor(
    groups: readonly Group[],
    metric: TextMetric,
    tools: ReadonlyMap<string, ToolConfig>,
    private readonly mostKept = KEPT_SIMILARITIES,
    /** Shared by matchers that are asked for the same calls. */
    private readonly compiler = new CallCompiler(metric, tools),
  ) {
    this.references = collectReferences(groups, this.compiler);
  }

  /** Similarity of a well-formed call to each reference of its tool; empty where the tool has none. */
  similaritiesTo(tool: string, args: string): Float64Array {
    const known = this.similarities.get(tool)?.get(args);
    if (known !== undefined) return known;
    const compiled = this.compiler.compile(tool, args);
    const references = this.references.byTool.get(tool) ?? [];
    const row = new Float64Array(references.length);
    let best = 0;
    for (let i = 0; i < references.length; i++) {
      const reference = references[i];
      const similarity = reference === undefined ? 0 : this.compiler.similarity(compiled, reference.compiled);
      row[i] = similarity;
      if (similarity > best) best = similarity;
    }
    setNested(this.best, tool, args, best);
    if (this.kept + row.length <= this.mostKept) {
      this.kept += row.length;
      setNested(this.similarities, tool, args, row);
    }
    return row;
  }

  /** Similarity of a well-formed call to one reference of its tool, by the reference's canonical arguments. */
  similarityBetween(tool: string, args: string, reference: string): number {
    return this.compiler.similarity(this.compiler.compile(tool, args), this.compiler.compile(tool, reference));
  }

  /**
   * Largest similarity of a call to any reference call, 0 to one of another tool (SPEC section 6, "correctable").
   * Null where there is no reference at all, and for a malformed or excluded call.
   */
  bestSimilarity(call: CompactCall): number | null {
    if (call.args === null || call.excluded || this.references.byTool.size === 0) return null;
    if (this.best.get(call.tool)?.get(call.args) === undefined) this.similaritiesTo(call.tool, call.args);
    return this.best.get(call.tool)?.get(call.args) ?? 0;
  }

  library(threshold: number): Library {
    let library = this.libraries.get(threshold);
    if (library === undefined) {
      library = buildLibrary(this.references, this.compiler, threshold);
      this.libraries.set(threshold, library);
    }
    return library;
  }

  /** The match of a call; null where it is malformed or excluded, or its tool has no cluster. */
  match(call: CompactCall, threshold: number): Match | null {
    if (call.args === null || call.excluded) return null;
    const known = this.matches.get(threshold)?.get(call.tool)?.get(call.args);
    if (known !== undefined) return known;
    const match = this.findMatch(call.tool, call.args, threshold);
    let byTool = this.matches.get(threshold);
    if (byTool === undefined) {
      byTool = new Map();
      this.matches.set(threshold, byTool);
    }
    setNested(byTool, call.tool, call.args, match);
    return match;
  }

  private findMatch(tool: string, args: string, threshold: number): Match | null {
    const clusters = this.library(threshold).get(tool) ?? [];
    const row = this.similaritiesTo(tool, args);
    const perCluster = clusters.map((cluster) => largest(row, cluster.members));
    let best = -1;
    for (let c = 0; c < clusters.length; c++) if (best < 0 || beats(clusters, perCluster, c, best)) best = c;
    const cluster = clusters[best];
    if (cluster === undefined) return null;
    const similarity = perCluster[best] ?? 0;
    const member = cluster.members.find((index) => row[index] === similarity) ?? -1;
    const reference = this.references.byTool.get(tool)?.[member];
    if (reference === undefined) return null;
    return {
      similarity,
      cluster,
      witness: reference.first,
      witnessObservation: reference.observation,
      similarityTo: ({ members }) => this.similarityToMembers(tool, args, members),
    };
  }

  private similarityToMembers(tool: string, args: string, members: readonly number[]): number {
    const known = this.similarities.get(tool)?.get(args);
    if (known !== undefined) return largest(known, members);
    const references = this.references.byTool.get(tool) ?? [];
    return members.reduce((best, member) => {
      const reference = references[member];
      return reference === undefined ? best : Math.max(best, this.similarityBetween(tool, args, reference.args));
    }, 0);
  }
}

/** The order of SPEC section 5: similarity, then support, then reference advantage, then the first member. */
function beats(clusters: readonly Cluster[], perCluster: readonly number[], a: number, b: number): boolean {
  const [x, y] = [clusters[a], clusters[b]];
  if (x === undefined || y === undefined) return false;
  const bySimilarity = (perCluster[a] ?? 0) - (perCluster[b] ?? 0);
  if (bySimilarity !== 0) return bySimilarity > 0;
  if (x.support !== y.support) return x.support > y.support;
  return x.advantage > y.advantage;
}

function largest(row: Float64Array, members: readonly number[]): number {
  let best = 0;
  for (const member of members) best = Math.max(best, row[member] ?? 0);
  return best;
}

function setNested<T>(table: Map<string, Map<string, T>>, outer: string, inner: string, value: T): void {
  let row = table.get(outer);
  if (row === undefined) {
    row = new Map();
    table.set(outer, row);
  }
  row.set(inner, value);
}
