/** What a reader may and may not conclude: the last word of every report. */
export const LIMITS = {
  audit:
    "This shows how often failing rollouts made tool calls that successful rollouts of the same prompt made too, and how " +
    "much of their penalty the transfer would take back. It does not show that training with the corrected advantages " +
    "gives a better policy: only a training run does. A similar call is taken to be a good one; the checks say how far " +
    "that holds for this log. Intervals speak of other groups drawn like these, not of another model, task or step.",
  ablate:
    "This shows what each variant would change in the advantages of this one log, all else equal. It does not show which " +
    "variant trains the better policy: that takes a training run for each. A looser gate always corrects more; the " +
    "chance matches and the discrimination say how much of it is generic. Nearness to the true credit is measured only " +
    "where the log carries it, which logs of simulated agents do and others do not.",
} as const;
