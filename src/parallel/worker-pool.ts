import { type Transferable, Worker } from "node:worker_threads";
import { InputError } from "../model/errors.js";

/** What a worker answers: the reply, or why there is none. */
export type Answer<Reply> =
  | { readonly id: number; readonly reply: Reply }
  | { readonly id: number; readonly problem: string }
  | { readonly id: number; readonly error: Error };

interface Waiting<Reply> {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** Young objects are most of what a worker makes: more room for them saves time in the collector. */
const YOUNG_GENERATION_MB = 32;

/**
 * Threads that answer requests, each in the order in which it got them. Knows nothing of what is asked. The first is
 * this thread itself, with `local`, between its other work: one thread less that starts and compiles what all run.
 * The module at `url` calls `serve` of `serve.ts` in its thread.
 */
export class WorkerPool<Request, Reply> {
  private readonly workers: readonly RemoteThread<Request, Reply>[];

  constructor(
    url: URL,
    readonly size: number,
    setup: unknown,
    private readonly local: (request: Request) => Reply,
  ) {
    this.workers = Array.from({ length: size - 1 }, () => new RemoteThread<Request, Reply>(url, setup));
  }

  /** Asks one thread, from 0. Buffers in `transfer` are moved, not copied. Rejects with the worker's error. */
  ask(index: number, request: Request, transfer: readonly Transferable[] = []): Promise<Reply> {
    if (index === 0) return this.askLocal(request);
    const thread = this.workers[index - 1];
    return thread === undefined ? Promise.reject(new RangeError(`no worker ${index}`)) : thread.ask(request, transfer);
  }

  /** Answers in a later turn of the event loop, so that answers of the others are heard between. */
  private askLocal(request: Request): Promise<Reply> {
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          resolve(this.local(request));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((thread) => thread.close()));
  }
}

/** A worker thread and what it was asked. One that ended answers nothing any more: whoever asks it is told why. */
class RemoteThread<Request, Reply> {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting<Reply>>();
  private next = 0;
  private ended: Error | null = null;

  constructor(url: URL, setup: unknown) {
    this.worker = new Worker(url, {
      workerData: setup,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.worker.on("message", (answer: Answer<Reply>) => this.hear(answer));
    this.worker.on("error", (error) => this.end(error instanceof Error ? error : new Error(String(error))));
    this.worker.on("exit", (code) => this.end(new Error(`a worker thread ended early (code ${code})`)));
  }

  ask(request: Request, transfer: readonly Transferable[]): Promise<Reply> {
    if (this.ended !== null) return Promise.reject(this.ended);
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, request }, [...transfer]);
    });
  }

  close(): Promise<number> {
    return this.worker.terminate();
  }

  private hear(answer: Answer<Reply>): void {
    const asker = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ("error" in answer) asker?.reject(answer.error);
    else if ("problem" in answer) asker?.reject(new InputError(answer.problem));
    else asker?.resolve(answer.reply);
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const asker of this.waiting.values()) asker.reject(this.ended);
    this.waiting.clear();
  }
}
