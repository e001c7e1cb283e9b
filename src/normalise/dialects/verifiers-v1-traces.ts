import type { JsonObject } from "../../model/json.js";
import { valueAt } from "../path.js";

/** Whether a trace is a rollout: those of agents that are not trained (judges) are none. */
export function isTrained(trace: JsonObject): boolean {
  return valueAt(trace, "agent.trainable") !== false;
}
