import type { CompactTurn, Observation } from "../../model/compact.js";
import type { Span } from "../../model/rollout.js";
import type { KnownCall } from "./known-calls.js";

/** Calls looked at for one with the id of an answer. */
const FEW = 64;

interface OpenCall {
  readonly known: KnownCall;
  observation: Observation | null;
  answered: boolean;
}

/**
 * The turns of one rollout in the making, with answers given to calls as `TurnList` of the normaliser does. What is rare
 * there is not done here: the record is then read the general way.
 */
export class OpenTurns {
  #calls: OpenCall[] = [];
  /** Per turn, the number of calls up to its end. */
  #ends: number[] = [];
  #open = 0;

  clear(): void {
    this.#calls = [];
    this.#ends = [];
    this.#open = 0;
  }

  get turns(): number {
    return this.#ends.length;
  }

  get calls(): number {
    return this.#calls.length;
  }

  add(calls: readonly KnownCall[]): void {
    for (const known of calls) this.#calls.push({ known, observation: null, answered: false });
    this.#ends.push(this.#calls.length);
  }

  /** Gives an answer to the call with its id, else to the first one not yet answered. False for the general way. */
  answer(id: string | null, observation: Observation | null): boolean {
    while (this.#calls[this.#open]?.answered === true) this.#open++;
    const first = this.#calls[this.#open];
    let call = first;
    if (id !== null && first?.known.id !== id) {
      if (this.#calls.length > FEW) return false;
      const same = this.#calls.filter(({ known }) => known.id === id);
      call = same.find(({ answered }) => !answered) ?? same.at(-1) ?? first;
    }
    if (call === undefined) return true;
    if (call.answered) return false;
    call.observation = observation;
    call.answered = true;
    return true;
  }

  /** The last call of an answer tool; null without one. */
  lastAnswer(): KnownCall["answer"] {
    for (let i = this.#calls.length - 1; i >= 0; i--) {
      const answer = this.#calls[i]?.known.answer ?? null;
      if (answer !== null) return answer;
    }
    return null;
  }

  /** @param spans range in the token arrays per turn, or null; @param truth true advantage per turn, or null. */
  compact(spans: readonly Span[] | null, truth: readonly number[] | null): readonly CompactTurn[] {
    let at = 0;
    return this.#ends.map((end, i) => {
      const calls = [];
      for (; at < end; at++) {
        const call = this.#calls[at];
        if (call === undefined) continue;
        const { tool, args, excluded } = call.known;
        calls.push({ tool, args, excluded, observation: call.observation });
      }
      const tokens = spans?.[i] ?? null;
      return { calls, chars: null, tokens, loggedAdvantage: null, trueAdvantage: truth?.[i] ?? null, ratios: null };
    });
  }
}
