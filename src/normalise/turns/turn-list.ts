import type { Span, ToolCall, Turn } from "../../model/rollout.js";
import type { FoundCall, FoundResult } from "./message.js";

interface OpenCall extends FoundCall {
  answered: boolean;
  observation: string | null;
}

interface OpenTurn {
  readonly text: string;
  readonly chars: Span | null;
  readonly calls: readonly OpenCall[];
}

/** Turns in the making: pairs answers with calls. */
export class TurnList {
  private readonly list: OpenTurn[] = [];
  /** Calls not yet answered, in order. */
  private readonly pending = new Set<OpenCall>();

  add(text: string, chars: Span | null, calls: readonly FoundCall[]): void {
    const open = calls.map((call) => ({ ...call, answered: false, observation: null }));
    for (const call of open) this.pending.add(call);
    this.list.push({ text, chars, calls: open });
  }

  /** Gives an answer to the call with its id, else to the first call not yet answered (CONTRACT, the `tapo` record). */
  answer({ id, text }: FoundResult): void {
    const [first] = this.pending;
    const call = (id === null ? undefined : this.callNamed(id)) ?? first;
    if (call !== undefined) this.settle(call, text);
  }

  /** Gives an answer to the last turn's first call not yet answered, or adds it to that turn's last call's. */
  answerLast(text: string | null, id: string | null): void {
    const calls = this.list.at(-1)?.calls ?? [];
    const call =
      calls.find((one) => id !== null && one.id === id) ?? calls.find((one) => !one.answered) ?? calls.at(-1);
    if (call !== undefined) this.settle(call, text);
  }

  /** True where the last turn has a call not yet answered. */
  awaits(): boolean {
    return this.list.at(-1)?.calls.some((call) => !call.answered) ?? false;
  }

  hasCalls(): boolean {
    return this.list.some((turn) => turn.calls.length > 0);
  }

  turns(): readonly Turn[] {
    return this.list.map(({ text, chars, calls }) => {
      return { calls: calls.map(toolCall), text, chars, tokens: null, trueAdvantage: null };
    });
  }

  /** The first call of that id not yet answered, else the last one answered. */
  private callNamed(id: string): OpenCall | undefined {
    for (const call of this.pending) if (call.id === id) return call;
    return this.list
      .findLast((turn) => turn.calls.some((call) => call.id === id))
      ?.calls.find((call) => call.id === id);
  }

  private settle(call: OpenCall, text: string | null): void {
    this.pending.delete(call);
    const both = call.observation !== null && text !== null;
    call.observation = both ? `${call.observation}\n${text}` : (text ?? call.observation);
    call.answered = true;
  }
}

function toolCall({ tool, arguments: args, raw, observation }: OpenCall): ToolCall {
  return { tool, arguments: args, raw, observation };
}
