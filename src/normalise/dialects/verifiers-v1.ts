import { field, isObject } from "../../json/field.js";
import type { JsonObject, JsonValue } from "../../model/json.js";
import type { Dialect, Draft, Need, Sourced } from "../dialect.js";
import { fault, isFault } from "../fault.js";
import { knownBy } from "../known-by.js";
import { at, firstOf, valueAt } from "../path.js";
import { chatMessages } from "../turns/chat.js";
import { turnsOf } from "../turns/conversation.js";
import { verifiersV1WriteBack } from "../write-back/verifiers-v1.js";
import { nodeTokens } from "./verifiers-v1-tokens.js";
import { isTrained } from "./verifiers-v1-traces.js";

/** verifiers v1 and prime-rl since mid 2026: a row is an episode with the traces of its agents. */
export const verifiersV1: Dialect = {
  name: "verifiers-v1",
  framework: "verifiers v1, prime-rl",
  writes: "`traces.jsonl`; prime-rl: `rollouts/step_N/{train,eval}/{all,effective}/traces.jsonl`; a row an episode",
  detect: (sample) => knownBy(sample, 0.95, ["traces", "task"], (record) => Array.isArray(field(record, "traces"))),
  fields: () => ["traces", "group", "task", "run"],
  stepInFileName: false,
  notes: [
    "Only `effective` files hold advantages; read them or `all`, not both: they hold the same episodes.",
    "Traces of agents that are not trained (judges) are no rollouts.",
    "Turns are the sampled messages in order, over all branches of a trace.",
    "Stand-alone evaluations name no group: the task's key is the group.",
  ],
  groups: "declared",
  writeBack: verifiersV1WriteBack,
  mapping: [
    { name: "batch", field: "run.work.step" },
    { name: "group", field: "group.id, else task.key, else task.hash" },
    { name: "rollout", field: "traces[].id" },
    { name: "reward", field: "sum of traces[].rewards score * weight" },
    { name: "advantage", field: "traces[].info.advantage, traces[].nodes[].advantages" },
    { name: "prompt", field: "traces[].nodes[].message before the first sampled one" },
    { name: "turns", field: "traces[].nodes[].message" },
    { name: "groundTruth", field: "task.data.answer" },
  ],
  *drafts(record, { need }) {
    const traces = field(record, "traces");
    if (!Array.isArray(traces) || traces.length === 0) {
      yield fault("episode without traces", "traces", "a list of traces", traces);
      return;
    }
    for (const [i, trace] of traces.entries()) {
      if (!isObject(trace)) yield fault("trace is not an object", `traces[${i}]`, "a trace", trace);
      else if (isTrained(trace)) yield traceDraft(record, trace, `traces[${i}]`, need);
    }
  },
};

function traceDraft(episode: JsonObject, trace: JsonObject, path: string, need: Need): Draft {
  const nodes = field(trace, "nodes");
  const list = Array.isArray(nodes) ? nodes.filter(isObject) : [];
  const first = list.findIndex((node) => field(node, "sampled") === true);
  const agent = valueAt(trace, "agent.name");
  return {
    record: trace,
    batch: at(episode, "run.work.step"),
    group: firstOf(episode, ["group.id", "task.key", "task.hash"]),
    ...(typeof agent === "string" && { groupScope: agent }),
    id: at(trace, "id"),
    prompt: {
      value: list.slice(0, Math.max(first, 0)).map((node) => field(node, "message") ?? null),
      field: `${path}.nodes`,
    },
    groundTruth: firstOf(episode, ["task.data.answer"]),
    reward: weightedReward(field(trace, "rewards"), `${path}.rewards`),
    advantage: at(trace, "info.advantage"),
    turns: Array.isArray(nodes)
      ? nodeTurns(list, Math.max(first, 0), path)
      : fault("nodes missing", `${path}.nodes`, "a list", nodes),
    ...(need.tokens && nodeTokens(list, `${path}.nodes`)),
  };
}

/** The sampled messages are the turns; other assistant messages are context that no model call produced. */
function nodeTurns(nodes: readonly JsonObject[], first: number, path: string): Draft["turns"] {
  const kept = nodes
    .slice(first)
    .filter((node) => field(node, "sampled") === true || valueAt(node, "message.role") !== "assistant");
  const messages = chatMessages(
    kept.map((node) => field(node, "message") ?? null),
    `${path}.nodes`,
  );
  return isFault(messages) ? messages : turnsOf(messages);
}

/** Sum of score times weight. A reward that was not scored leaves the sum undefined: missing is never 0. */
function weightedReward(rewards: JsonValue | undefined, path: string): Sourced {
  const entries = isObject(rewards) ? Object.entries(rewards) : [];
  let sum: number | undefined;
  for (const [name, reward] of entries) {
    const value = isObject(reward) ? field(reward, "score") : reward;
    const weight = isObject(reward) ? (field(reward, "weight") ?? 1) : 1;
    if (typeof value !== "number" || typeof weight !== "number")
      return { value: value ?? null, field: `${path}.${name}` };
    sum = (sum ?? 0) + value * weight;
  }
  return { value: sum, field: path };
}
