import type { AblateResult, GradientMass, VariantResult } from "../../src/model/ablation.js";
import { SAMPLE_AUDIT } from "./sample-audit.js";

const { statistics, checks } = SAMPLE_AUDIT;
const { ci95: ofTrajectories, ...correctedTrajectories } = statistics.correctedTrajectories;
const { ci95: ofActions, ...correctedActions } = statistics.correctedActions;
const { ci95: ofAdvantage, ...recoveredAdvantage } = statistics.recoveredAdvantage;

const mass = (failingToolTurns: number): GradientMass => ({
  failingToolTurns,
  failingTurns: failingToolTurns + 20,
  successes: 60,
  clippedShare: null,
});
const change = { before: mass(63), after: mass(31.5) };

export const SAMPLE_VARIANT: VariantResult = {
  name: "tapo",
  options: {},
  correctedTrajectories,
  correctedActions,
  recoveredAdvantage,
  intervals: { correctedTrajectories: ofTrajectories, correctedActions: ofActions, recoveredAdvantage: ofAdvantage },
  meanCorrection: 0.25,
  maxCorrection: 1.5,
  signFlips: 0,
  clampedToZero: 17,
  meanAdvantage: 0.125,
  stdAdvantage: 0.75,
  objectives: { grpo: change, gspo: change, sapo: change },
  truth: {
    turns: 400,
    signAgreement: 0.75,
    pearson: null,
    mse: 0.5,
    ci95: { signAgreement: [0.7, 0.8], pearson: null, mse: [0.4, 0.6] },
  },
  discrimination: checks.discrimination,
  chanceMatches: checks.chanceMatches,
};

/** A result made by hand. */
export const SAMPLE_ABLATION: AblateResult = {
  schema: "tapo.ablation/1",
  version: "0.1.0",
  conventions: { ...SAMPLE_AUDIT.conventions, theta: 0.5, clusterThreshold: 0.5 },
  inputs: SAMPLE_AUDIT.inputs,
  grouping: SAMPLE_AUDIT.grouping,
  funnel: SAMPLE_AUDIT.funnel,
  loggedRatios: false,
  variants: [SAMPLE_VARIANT, { ...SAMPLE_VARIANT, name: "beta=0.2", options: { beta: 0.2 } }],
  gates: [],
  rejections: [],
  warnings: [],
};

const share = (value: number) => ({ numerator: Math.round(1000 * value), denominator: 1000, value });

/** The same with a sweep over two options and gates. */
export const SAMPLE_SWEEP: AblateResult = {
  ...SAMPLE_ABLATION,
  variants: [
    SAMPLE_VARIANT,
    ...[0.3, 0.5].flatMap((theta) =>
      [0.2, 0.4, 0.8].map((beta) => ({
        ...SAMPLE_VARIANT,
        name: `theta=${theta},beta=${beta}`,
        options: { theta, beta },
        recoveredAdvantage: share((1 - theta) * beta),
      })),
    ),
  ],
  gates: [
    {
      expression: "tapo.signFlips == 0",
      value: 0,
      passed: true,
      message: "tapo.signFlips: expected == 0, found 0, difference 0",
    },
    {
      expression: "tapo.correctedActions >= 0.3",
      value: 0.248,
      passed: false,
      message: "tapo.correctedActions: expected >= 0.3, found 0.248 (312 / 1,256), difference -0.052",
    },
  ],
};
