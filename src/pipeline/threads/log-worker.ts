import { threadId, workerData } from "node:worker_threads";
import { serve } from "../../parallel/serve.js";
import { EngineMemory } from "../store/engine-memory.js";
import { LogShare } from "./log-share.js";
import { buffersOf, type WorkerReply, type WorkerRequest, type WorkerSetup } from "./protocol.js";

const setup = workerData as WorkerSetup;
const share = new LogShare(setup, new EngineMemory(setup.memory), `${setup.temporary}.${threadId}`);

serve<WorkerRequest, WorkerReply>((request) => {
  const reply = share.answer(request);
  return { reply, transfer: buffersOf(reply) };
});
