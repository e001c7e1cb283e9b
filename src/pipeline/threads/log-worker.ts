import { workerData } from "node:worker_threads";
import { serve } from "../../parallel/serve.js";
import { LogShare } from "./log-share.js";
import type { WorkerReply, WorkerRequest, WorkerSetup } from "./protocol.js";

const share = new LogShare(workerData as WorkerSetup);

serve<WorkerRequest, WorkerReply>((request) => {
  const reply = share.answer(request);
  if (request.kind === "parse") return { reply, transfer: [request.bytes.buffer] };
  const packed = reply !== null && "packed" in reply ? reply.packed : null;
  return { reply, transfer: packed === null ? [] : [packed.heads.buffer] };
});
