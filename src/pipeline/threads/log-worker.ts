import { workerData } from "node:worker_threads";
import { serve } from "../../parallel/serve.js";
import { LogShare } from "./log-share.js";
import type { WorkerReply, WorkerRequest, WorkerSetup } from "./protocol.js";

const share = new LogShare(workerData as WorkerSetup);

serve<WorkerRequest, WorkerReply>((request) => ({
  reply: share.answer(request),
  transfer: request.kind === "parse" ? [request.bytes.buffer] : [],
}));
