import type { Dialect } from "./dialect.js";
import { agentLightning } from "./dialects/agent-lightning.js";
import { areal } from "./dialects/areal.js";
import { art } from "./dialects/art.js";
import { atropos } from "./dialects/atropos.js";
import { chat } from "./dialects/chat.js";
import { deepeyes } from "./dialects/deepeyes.js";
import { mmsearchR1 } from "./dialects/mmsearch-r1.js";
import { msSwift } from "./dialects/ms-swift.js";
import { nemoGym } from "./dialects/nemo-gym.js";
import { nemoRl } from "./dialects/nemo-rl.js";
import { openInstruct } from "./dialects/open-instruct.js";
import { pipelinerl } from "./dialects/pipelinerl.js";
import { prime } from "./dialects/prime.js";
import { primeRl } from "./dialects/prime-rl.js";
import { rllm } from "./dialects/rllm.js";
import { searchR1 } from "./dialects/search-r1.js";
import { skyrl } from "./dialects/skyrl.js";
import { tapo } from "./dialects/tapo.js";
import { tauBench } from "./dialects/tau-bench.js";
import { tinker } from "./dialects/tinker.js";
import { trl } from "./dialects/trl.js";
import { verifiers } from "./dialects/verifiers.js";
import { verifiersV1 } from "./dialects/verifiers-v1.js";
import { verl } from "./dialects/verl.js";
import { verlTool } from "./dialects/verl-tool.js";

/** Names of the dialects, the more specific first: of equally sure ones the first is taken. */
export const DIALECT_NAMES = [
  "tapo",
  "prime",
  "verl-tool",
  "verl",
  "skyrl",
  "trl",
  "ms-swift",
  "prime-rl",
  "verifiers",
  "verifiers-v1",
  "art",
  "rllm",
  "atropos",
  "nemo-rl",
  "nemo-gym",
  "open-instruct",
  "areal",
  "tinker",
  "search-r1",
  "mmsearch-r1",
  "agent-lightning",
  "pipelinerl",
  "tau-bench",
  "deepeyes",
  "chat",
] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** Every dialect by its name. */
export const DIALECTS = {
  tapo,
  prime,
  "verl-tool": verlTool,
  verl,
  skyrl,
  trl,
  "ms-swift": msSwift,
  "prime-rl": primeRl,
  verifiers,
  "verifiers-v1": verifiersV1,
  art,
  rllm,
  atropos,
  "nemo-rl": nemoRl,
  "nemo-gym": nemoGym,
  "open-instruct": openInstruct,
  areal,
  tinker,
  "search-r1": searchR1,
  "mmsearch-r1": mmsearchR1,
  "agent-lightning": agentLightning,
  pipelinerl,
  "tau-bench": tauBench,
  deepeyes,
  chat,
} satisfies Record<DialectName, Dialect>;

/** The dialect of a name; null where there is none. */
export function dialectByName(name: string): Dialect | null {
  return DIALECT_NAMES.some((known) => known === name) ? DIALECTS[name as DialectName] : null;
}
