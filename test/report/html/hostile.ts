import type { AblateResult } from "../../../src/model/ablation.js";
import type { AuditResult } from "../../../src/model/audit.js";
import type { ExplainedRollout, ExplainResult } from "../../../src/model/explain.js";
import type { ReportExtras, Reported } from "../../../src/model/report-data.js";
import { SAMPLE_SWEEP } from "../sample-ablation.js";
import { SAMPLE_AUDIT } from "../sample-audit.js";

/** What a log may hold to harm a report. */
export const ATTACKS = [
  `</style><script>globalThis.owned=1</script>`,
  `</script><img src=x onerror="globalThis.owned=1">`,
  `"><svg onload=globalThis.owned=1>`,
  `' onmouseover='globalThis.owned=1`,
  `<!--<script>`,
  `\u001b[31mred\u001b]0;owned\u0007\u009b2J`,
  `\u202egnp.exe\u2066\u200f`,
  `=HYPERLINK("http://x","y")`,
  `|[x](javascript:alert(1))\`\`\`<b>`,
  `]]>&lt;&#60;script&#62;`,
  `\ud800 lone, \u0000 null, \u2028 line`,
];
const ALL = ATTACKS.join(" ");

const extras = (text: string, groups: number, rollouts: number, turns: number): ReportExtras => {
  const call = (corrected: boolean) => ({
    call: 0,
    tool: text,
    arguments: JSON.stringify({ [text]: text, same: 1 }),
    observation: text,
    corrected,
    similarity: 0.9,
    support: 1,
    confidence: 0.9,
    referenceAdvantage: 1,
    transfer: corrected ? 0.72 : 0,
    witness: { path: text, row: 1, turn: 0, call: 0, rollout: text, reward: 1, arguments: text, observation: text },
    ...(corrected ? {} : { reason: "below-theta" as const }),
  });
  const rollout = (j: number): ExplainedRollout => ({
    path: text,
    row: j,
    item: 0,
    rollout: text,
    reward: 0,
    success: j === 0,
    advantage: -1,
    turns: Array.from({ length: turns }, (_, turn) => {
      return { turn, base: -1, advantage: turn % 2 ? -1 : -0.28, text, calls: [call(turn % 2 === 0)] };
    }),
  });
  const example: ExplainResult = {
    schema: "tapo.explain/1",
    version: "0.1.0",
    conventions: SAMPLE_AUDIT.conventions,
    batch: text,
    group: text,
    rolloutsInGroup: rollouts + 1,
    successfulInGroup: 1,
    mixed: true,
    prompt: text,
    rollouts: Array.from({ length: rollouts }, (_, j) => rollout(j)),
    warnings: [],
  };
  return {
    thetaIntervals: SAMPLE_AUDIT.thetaSweep.map(({ theta }) => ({
      theta,
      correctableTrajectories: [0.3, 0.5],
      correctableActions: null,
    })),
    advantages: {
      turns: 2,
      bins: [
        { low: -1, high: -0.5, base: 2, corrected: 0 },
        { low: 0, high: 0.5, base: 0, corrected: 2 },
      ],
    },
    reliability: { pairs: 1, bins: [{ low: 0.9, high: 1, pairs: 1, equalPairs: 1, meanJaccard: 1 }] },
    examples: Array.from({ length: groups }, () => example),
    correctedGroups: 99,
  };
};

/** An audit whose every text of the log is `text`, `many` times over. */
export function hostileAudit(text = ALL, many = 2): Reported<AuditResult> {
  const times = <T>(items: readonly T[]): T[] => Array.from({ length: many }, () => items).flat();
  return {
    ...SAMPLE_AUDIT,
    byTool: times(SAMPLE_AUDIT.byTool).map((row) => ({ ...row, tool: text })),
    byBatch: times(SAMPLE_AUDIT.byBatch).map((row) => ({ ...row, batch: text })),
    inputs: times(SAMPLE_AUDIT.inputs).map((input) => ({ ...input, path: text, dialect: "tapo" })),
    conventions: { ...SAMPLE_AUDIT.conventions, successField: text, tools: { [text]: { ignore: [text] } } },
    checks: {
      ...SAMPLE_AUDIT.checks,
      determinism: times(SAMPLE_AUDIT.checks.determinism).map((row) => ({ ...row, tool: text })),
    },
    rejections: times(SAMPLE_AUDIT.rejections).map((r) => ({ ...r, reason: text, first: { path: text, row: 1 } })),
    warnings: times([{ code: text, message: text }]),
    gates: times([{ expression: text, value: 1, passed: false, message: text }]),
    extras: extras(text, Math.min(12, many), Math.min(8, many), many),
  };
}

/** The same for an ablation. */
export function hostileAblation(text = ALL, many = 2): Reported<AblateResult> {
  const { gates, extras: data, warnings, rejections, conventions } = hostileAudit(text, many);
  const variants = Array.from({ length: many }, () => SAMPLE_SWEEP.variants).flat();
  return {
    ...SAMPLE_SWEEP,
    gates,
    extras: data,
    warnings,
    rejections,
    conventions,
    variants: variants.map((variant, i) => ({ ...variant, name: i % 7 === 0 ? `${text}${i}` : variant.name })),
  };
}
