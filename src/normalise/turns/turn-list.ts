import type { JsonObject } from "../../model/json.js";
import type { Span, ToolCall, Turn } from "../../model/rollout.js";
import type { FoundCall, FoundResult } from "./message.js";

/** One shape for all calls, wherever they were found: copies by spreading are several times slower. */
class OpenCall implements FoundCall {
  readonly id: string | null;
  readonly tool: string;
  readonly arguments: JsonObject | null;
  readonly raw: string | null;
  answered = false;
  observation: string | null = null;

  constructor(call: FoundCall) {
    this.id = call.id;
    this.tool = call.tool;
    this.arguments = call.arguments;
    this.raw = call.raw;
  }
}

interface OpenTurn {
  readonly text: string;
  readonly chars: Span | null;
  readonly calls: readonly OpenCall[];
}

/** Calls in order, and where to look for the first one not yet answered: each answer moves on, none looks back. */
class Queue {
  readonly calls: OpenCall[] = [];
  private next = 0;

  /** The first call not yet answered; undefined where there is none. */
  open(): OpenCall | undefined {
    while (this.calls[this.next]?.answered) this.next++;
    return this.calls[this.next];
  }
}

/** Turns in the making: pairs answers with calls. Linear in calls and answers, whatever their ids. */
export class TurnList {
  private readonly list: OpenTurn[] = [];
  private readonly all = new Queue();
  private readonly byId = new Map<string, Queue>();

  add(text: string, chars: Span | null, calls: readonly FoundCall[]): void {
    const open = calls.map((call) => new OpenCall(call));
    this.list.push({ text, chars, calls: open });
    for (const call of open) {
      this.all.calls.push(call);
      if (call.id !== null) this.named(call.id).calls.push(call);
    }
  }

  /** Gives an answer to the call with its id, else to the first call not yet answered (CONTRACT, the `tapo` record). */
  answer({ id, text }: FoundResult): void {
    const same = id === null ? undefined : this.byId.get(id);
    const call = same?.open() ?? same?.calls.at(-1) ?? this.all.open();
    if (call !== undefined) settle(call, text);
  }

  /** Gives an answer to the last turn's first call not yet answered, or adds it to that turn's last call's. */
  answerLast(text: string | null, id: string | null): void {
    const calls = this.list.at(-1)?.calls ?? [];
    const same = id === null ? undefined : calls.find((call) => call.id === id);
    const call = same ?? calls.find((one) => !one.answered) ?? calls.at(-1);
    if (call !== undefined) settle(call, text);
  }

  /** True where the last turn has a call not yet answered. */
  awaits(): boolean {
    return this.list.at(-1)?.calls.some((call) => !call.answered) ?? false;
  }

  hasCalls(): boolean {
    return this.all.calls.length > 0;
  }

  turns(): readonly Turn[] {
    return this.list.map(({ text, chars, calls }) => {
      return { calls: calls.map(toolCall), text, chars, tokens: null, trueAdvantage: null };
    });
  }

  private named(id: string): Queue {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const created = new Queue();
    this.byId.set(id, created);
    return created;
  }
}

function settle(call: OpenCall, text: string | null): void {
  const both = call.observation !== null && text !== null;
  call.observation = both ? `${call.observation}\n${text}` : (text ?? call.observation);
  call.answered = true;
}

function toolCall({ tool, arguments: args, raw, observation }: OpenCall): ToolCall {
  return { tool, arguments: args, raw, observation };
}
