import { hash } from "node:crypto";
import { canonicalJson } from "../json/canonical.js";
import type { CompactRollout, CompactTurn } from "../model/compact.js";
import type { JsonValue } from "../model/json.js";
import type { MethodOptions, ToolConfig } from "../model/options.js";
import type { Rollout, Tokens, Turn } from "../model/rollout.js";
import { mean } from "../stats/moments.js";
import { finalAnswer, isAnswerTool } from "./final-answer.js";
import { ObservationStore } from "./observation.js";
import { turnRatios } from "./turn-ratios.js";

/** The options that say which tools take part (SPEC section 3, "Which tools"). */
export type ToolSelection = Pick<MethodOptions, "excludeTools" | "includeTools" | "tools">;

/** Whether a tool is left out: `--include-tools` above all, then the tool's own configuration, then the lists. */
export function isExcluded(tool: string, selection: ToolSelection): boolean {
  if (selection.includeTools.length > 0) return !selection.includeTools.includes(tool);
  if (selection.excludeTools.includes(tool)) return true;
  const config: ToolConfig | undefined = selection.tools.get(tool);
  return config?.transfer === undefined ? isAnswerTool(tool) : !config.transfer;
}

/** Turns rollouts into what matching needs, without their texts. One instance a log: equal observations are shared. */
export class Condenser {
  private readonly excluded = new Map<string, boolean>();
  private lastPrompt = { text: "", hash: "" };

  constructor(
    private readonly selection: ToolSelection,
    readonly successThreshold: number,
    /** Keep what the objectives need of log-probabilities. */
    private readonly withRatios = false,
    private readonly observations: Pick<ObservationStore, "observe"> = new ObservationStore(),
  ) {}

  condense(rollout: Rollout): CompactRollout {
    const { tokens } = rollout;
    const { groundTruth } = rollout;
    return {
      place: rollout.place,
      batch: rollout.batch,
      group: rollout.group,
      id: rollout.id,
      promptHash: this.promptHash(rollout.prompt),
      promptTruthHash: groundTruth === undefined ? null : promptHash(rollout.prompt, groundTruth),
      fileKey: rollout.fileKey ?? null,
      reward: rollout.reward,
      successful: rollout.success ?? rollout.reward >= this.successThreshold,
      turns: rollout.turns.map((turn) => this.condenseTurn(turn, tokens)),
      loggedAdvantage: loggedAdvantage(rollout),
      tokenCount: tokens?.length ?? null,
      answer: finalAnswer(rollout),
      ...(rollout.rewardComponents === undefined ? {} : { rewardComponents: rollout.rewardComponents }),
    };
  }

  /** Rollouts of a group mostly follow each other: the text of the one before is hashed already. */
  private promptHash(prompt: JsonValue): string {
    const text = promptText(prompt, null);
    if (text !== this.lastPrompt.text) this.lastPrompt = { text, hash: hash("sha256", text, "hex") };
    return this.lastPrompt.hash;
  }

  private condenseTurn(turn: Turn, tokens: Tokens | null): CompactTurn {
    const calls = turn.calls.map(({ tool, arguments: args, observation, score }) => ({
      tool,
      args: args === null ? null : canonicalJson(args),
      excluded: this.isExcluded(tool),
      observation: observation === null ? null : this.observations.observe(observation),
      ...(score === undefined ? {} : { score }),
    }));
    const { chars, tokens: span, trueAdvantage } = turn;
    const perToken = span !== null && tokens?.advantages ? tokens.advantages.slice(span[0], span[1]) : null;
    const loggedAdvantage = perToken === null ? null : mean(perToken);
    const ratios = this.withRatios && span !== null && tokens !== null ? turnRatios(span, tokens) : null;
    const score = turn.score === undefined ? {} : { score: turn.score };
    return { calls, chars, tokens: span, loggedAdvantage, trueAdvantage, ratios, ...score };
  }

  /** Whether a tool is left out (SPEC section 3, "Which tools"). */
  isExcluded(tool: string): boolean {
    let excluded = this.excluded.get(tool);
    if (excluded === undefined) {
      excluded = isExcluded(tool, this.selection);
      this.excluded.set(tool, excluded);
    }
    return excluded;
  }
}

/** Mean over all policy tokens where logged per token (`advantages` wins over `advantage`), else the scalar (SPEC section 2). */
function loggedAdvantage({ tokens, turns, loggedAdvantage: scalar }: Rollout): number | null {
  const perToken = tokens?.advantages;
  if (perToken == null) return scalar;
  const onMask = turns.flatMap(({ tokens: span }) => (span === null ? [] : perToken.slice(span[0], span[1])));
  return onMask.length > 0 ? mean(onMask) : scalar;
}

function promptText(prompt: JsonValue, groundTruth: JsonValue): string {
  return canonicalJson([prompt, groundTruth]);
}

/** `CompactRollout.promptHash`, and with a ground truth `promptTruthHash`. */
export function promptHash(prompt: JsonValue, groundTruth: JsonValue): string {
  return hash("sha256", promptText(prompt, groundTruth), "hex");
}
