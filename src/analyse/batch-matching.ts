import { creditGroup } from "../credit/credit-group.js";
import type { TransferOptions } from "../credit/transfer.js";
import { CallCompiler } from "../match/call-compiler.js";
import { type Match, Matcher } from "../match/matcher.js";
import type { Batch, CompactCall, Group } from "../model/compact.js";
import type { RolloutCredit } from "../model/correction.js";
import type { MethodOptions } from "../model/options.js";

/** Matchers kept at once: a group's own, and the next one's for chance matches. */
const KEPT = 4;

/** Distinct calls compiled before compiling begins anew: some groups are looked at together, a whole log is not. */
const COMPILED = 4096;

/** The threshold in force: clusters follow theta unless configured (SPEC section 4). */
export function clusterThreshold(options: Pick<MethodOptions, "theta" | "clusterThreshold">): number {
  return options.clusterThreshold ?? options.theta;
}

/** Matches the groups of one batch, each with its own successes or, in batch scope, with all of the batch. */
export class BatchMatching {
  private readonly own = new Map<Group, Matcher>();
  private batchMatcher: Matcher | null = null;
  private compiler: CallCompiler | null = null;

  constructor(
    private readonly batch: Batch,
    private readonly options: Pick<MethodOptions, "textMetric" | "tools" | "scope">,
  ) {}

  /** Matcher over the group's own successful rollouts. */
  ownMatcher(group: Group): Matcher {
    let matcher = this.own.get(group);
    if (matcher === undefined) {
      const { textMetric, tools } = this.options;
      // Chance matches ask one group's matcher for the calls of another.
      if (this.compiler === null || this.compiler.size > COMPILED) this.compiler = new CallCompiler(textMetric, tools);
      matcher = new Matcher([group], textMetric, tools, undefined, this.compiler);
      const oldest = this.own.keys().next().value;
      if (this.own.size >= KEPT && oldest !== undefined) this.own.delete(oldest);
      this.own.set(group, matcher);
    }
    return matcher;
  }

  /** Matcher over the library that the transfer draws on. */
  transferMatcher(group: Group): Matcher {
    if (this.options.scope === "group") return this.ownMatcher(group);
    this.batchMatcher ??= new Matcher(this.batch.groups, this.options.textMetric, this.options.tools);
    return this.batchMatcher;
  }

  matchOf(group: Group, threshold: number): (call: CompactCall) => Match | null {
    const matcher = this.transferMatcher(group);
    return (call) => matcher.match(call, threshold);
  }
}

/** Credit of a group's rollouts under one set of options. */
export function creditWith(
  matching: BatchMatching,
  group: Group,
  options: Pick<MethodOptions, "estimator" | "theta" | "clusterThreshold"> & TransferOptions,
): RolloutCredit[] {
  return creditGroup(
    group,
    matching.matchOf(group, clusterThreshold(options)),
    options,
    options.estimator === "logged",
  );
}
