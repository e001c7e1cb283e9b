import { groupRollouts } from "../group/group-rollouts.js";
import { canonicalJson } from "../json/canonical.js";
import { isExcluded } from "../match/condense.js";
import type { CompactRollout, Group } from "../model/compact.js";
import type { InspectedRollout, InspectResult } from "../model/inspect.js";
import type { MethodOptions } from "../model/options.js";
import type { Rejection, Rollout } from "../model/rollout.js";
import type { RunOptions } from "../model/run.js";
import { auditLoaded } from "./audit-log.js";
import { excerpt, promptText } from "./excerpt.js";
import { loadLog, summariseRejections } from "./load-log.js";
import type { OpenLog } from "./open-log.js";

/** More reward values than this are not listed one by one. */
const MOST_REWARDS = 12;

/** What a log is, as the tool understands it. Rejected records are reported, never a reason to stop. */
export async function inspectOpen(log: OpenLog, run: RunOptions): Promise<InspectResult> {
  const seen = new Seen();
  const lenient = { ...run, log: { ...run.log, lenient: true } };
  const need = { tokens: true, advantages: true, logprobs: true };
  const loaded = await loadLog(log, lenient, (rollout) => seen.add(rollout), need);
  const byUser = run.log.groupBy.length > 0;
  const audit = auditLoaded(loaded, run.method, byUser);
  const { batches } = groupRollouts(loaded.rollouts, run.method, byUser);
  const paths = log.files.map(({ file }) => file.path);
  const groups = batches.flatMap((batch) => batch.groups);
  return {
    schema: "tapo.inspect/1",
    version: audit.version,
    inputs: log.files.map(({ file, dialect, because }, i) => ({
      path: file.path,
      format: file.format,
      compression: file.compression,
      rows: loaded.inputs[i]?.rows ?? 0,
      dialect: dialect.name,
      because,
      mapping: dialect.mapping,
    })),
    grouping: audit.grouping,
    funnel: audit.funnel,
    tools: toolCounts(loaded.rollouts, run.method),
    rewards: rewardCounts(loaded.rollouts),
    has: seen.has,
    first: seen.first === null ? null : describeRollout(seen.first, groups, paths),
    rejections: firstFaults(loaded.rejections, paths),
    warnings: audit.warnings,
  };
}

/** What the rollouts have, found as they pass. */
class Seen {
  first: Rollout | null = null;
  has: InspectResult["has"] = {
    batch: false,
    observations: false,
    policyMask: false,
    charSpans: false,
    loggedAdvantages: null,
    logprobs: false,
    trueAdvantages: false,
  };

  add(rollout: Rollout): void {
    const { tokens, turns } = rollout;
    this.first ??= rollout;
    this.has = {
      batch: this.has.batch || rollout.batch !== null,
      observations: this.has.observations || turns.some(({ calls }) => calls.some((call) => call.observation !== null)),
      policyMask: this.has.policyMask || tokens !== null,
      charSpans: this.has.charSpans || turns.some(({ chars }) => chars !== null),
      loggedAdvantages: tokens?.advantages ? "per-token" : this.has.loggedAdvantages,
      logprobs: this.has.logprobs || tokens?.logprobs != null,
      trueAdvantages: this.has.trueAdvantages || turns.some(({ trueAdvantage }) => trueAdvantage !== null),
    };
    if (rollout.loggedAdvantage !== null)
      this.has = { ...this.has, loggedAdvantages: this.has.loggedAdvantages ?? "scalar" };
  }
}

function toolCounts(rollouts: readonly CompactRollout[], options: MethodOptions): InspectResult["tools"] {
  const counts = new Map<string, { calls: number; malformed: number }>();
  for (const { tool, args } of rollouts.flatMap(({ turns }) => turns.flatMap(({ calls }) => calls))) {
    const known = counts.get(tool) ?? { calls: 0, malformed: 0 };
    counts.set(tool, known);
    known.calls++;
    if (args === null) known.malformed++;
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tool, tally]) => ({ tool, ...tally, excluded: isExcluded(tool, options) }));
}

function rewardCounts(rollouts: readonly CompactRollout[]): InspectResult["rewards"] {
  const counts = new Map<number, number>();
  for (const { reward } of rollouts) counts.set(reward, (counts.get(reward) ?? 0) + 1);
  if (counts.size > MOST_REWARDS) return [];
  return [...counts].sort(([a], [b]) => a - b).map(([reward, n]) => ({ reward, rollouts: n }));
}

function describeRollout(rollout: Rollout, groups: readonly Group[], paths: readonly string[]): InspectedRollout {
  const { file, row, item } = rollout.place;
  const at = ({ place }: CompactRollout) => place.file === file && place.row === row && place.item === item;
  const group = groups.find(({ rollouts }) => rollouts.some(at));
  return {
    path: paths[file] ?? "",
    row,
    batch: rollout.batch,
    group: group?.id ?? null,
    rollout: rollout.id,
    reward: rollout.reward,
    success: group?.rollouts.find(at)?.successful ?? false,
    prompt: promptText(rollout.prompt),
    turns: rollout.turns.map(({ text, calls }) => ({
      text: excerpt(text),
      calls: calls.map((call) => ({
        tool: call.tool,
        arguments: excerpt(call.arguments === null ? (call.raw ?? "") : canonicalJson(call.arguments)),
        malformed: call.arguments === null,
        observation: call.observation === null ? null : excerpt(call.observation),
      })),
    })),
  };
}

function firstFaults(rejections: readonly Rejection[], paths: readonly string[]): InspectResult["rejections"] {
  return summariseRejections(rejections, paths).map((summary) => {
    const first = rejections.find(({ reason }) => reason === summary.reason);
    return { ...summary, field: first?.field ?? "", expected: first?.expected ?? "", found: first?.found ?? "" };
  });
}
