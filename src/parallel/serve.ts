import { parentPort, type Transferable } from "node:worker_threads";
import { InputError } from "../model/errors.js";
import type { Answer } from "./worker-pool.js";

/** Answers the requests of a `WorkerPool` in this thread, one after the other. */
export function serve<Request, Reply>(
  answer: (request: Request) => { readonly reply: Reply; readonly transfer?: readonly Transferable[] },
): void {
  const port = parentPort;
  if (port === null) throw new Error("serve() runs in a worker thread only");
  port.on("message", ({ id, request }: { readonly id: number; readonly request: Request }) => {
    try {
      const { reply, transfer = [] } = answer(request);
      port.postMessage({ id, reply } satisfies Answer<Reply>, [...transfer]);
    } catch (error) {
      // What crosses threads is no InputError any more: its message is what counts.
      if (error instanceof InputError) port.postMessage({ id, problem: error.message } satisfies Answer<Reply>);
      else port.postMessage({ id, error: error instanceof Error ? error : new Error(String(error)) });
    }
  });
}
