import type { CompactRollout, Group, Observation } from "../model/compact.js";
import type { Witness } from "../model/correction.js";
import { comparePlaces } from "../model/place.js";
import type { CallCompiler } from "./call-compiler.js";
import type { CompiledCall } from "./compile.js";

/** A successful rollout that a reference call was made in. */
export interface ReferenceRollout {
  /** Position among the successful rollouts of the library, in input order. */
  readonly order: number;
  readonly advantage: number;
  /** Position of its group among the groups of the library. */
  readonly group: number;
}

/** One distinct call of the successful rollouts: equal calls are merged (SPEC section 4). */
export interface Reference {
  readonly args: string;
  readonly compiled: CompiledCall;
  /** Rollouts that made it, each once, in input order. */
  readonly rollouts: ReferenceRollout[];
  /** The first place that made it, in input order, then turn, then call. */
  readonly first: Witness;
  /** What came back there; null where the log has no observation. */
  readonly observation: Observation | null;
}

/** The distinct reference calls of a library, separately for each tool, ordered by canonical arguments. */
export interface References {
  readonly byTool: ReadonlyMap<string, readonly Reference[]>;
  /** Number of successful rollouts of each group of the library. */
  readonly successes: readonly number[];
}

/** Collects the well-formed, not excluded calls of the successful rollouts of `groups` (SPEC section 4). */
export function collectReferences(groups: readonly Group[], compiler: CallCompiler): References {
  const byTool = new Map<string, Map<string, Reference>>();
  const successes = groups.map(() => 0);
  for (const [order, { rollout, advantage, group }] of successfulRollouts(groups).entries()) {
    successes[group] = (successes[group] ?? 0) + 1;
    addRollout(byTool, rollout, { order, advantage, group }, compiler);
  }
  const ordered = new Map<string, readonly Reference[]>();
  for (const [tool, calls] of byTool) {
    ordered.set(
      tool,
      [...calls.values()].sort((a, b) => (a.args < b.args ? -1 : 1)),
    );
  }
  return { byTool: ordered, successes };
}

/** All successful rollouts of the groups in input order: groups of a batch may be interleaved in the log. */
function successfulRollouts(groups: readonly Group[]) {
  const out: { rollout: CompactRollout; advantage: number; group: number }[] = [];
  for (const [group, { rollouts, advantages }] of groups.entries()) {
    for (const [j, rollout] of rollouts.entries()) {
      if (rollout.successful) out.push({ rollout, advantage: advantages[j] ?? 0, group });
    }
  }
  return groups.length > 1 ? out.sort((a, b) => comparePlaces(a.rollout.place, b.rollout.place)) : out;
}

function addRollout(
  byTool: Map<string, Map<string, Reference>>,
  rollout: CompactRollout,
  made: ReferenceRollout,
  compiler: CallCompiler,
): void {
  for (let turn = 0; turn < rollout.turns.length; turn++) {
    const calls = rollout.turns[turn]?.calls ?? [];
    for (let call = 0; call < calls.length; call++) {
      const { tool = "", args = null, excluded = true, observation = null } = calls[call] ?? {};
      if (args === null || excluded) continue;
      const known = byTool.get(tool) ?? new Map<string, Reference>();
      byTool.set(tool, known);
      const reference = known.get(args);
      if (reference === undefined) {
        const compiled = compiler.compile(tool, args);
        const first = { place: rollout.place, turn, call };
        known.set(args, { args, compiled, rollouts: [made], first, observation });
      } else if (reference.rollouts.at(-1) !== made) {
        reference.rollouts.push(made);
      }
    }
  }
}
