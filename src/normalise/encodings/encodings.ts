import { action } from "./action.js";
import { bareJson } from "./bare-json.js";
import { deepseek } from "./deepseek.js";
import { deepseekDsml } from "./deepseek-dsml.js";
import { fencedPython } from "./fenced-python.js";
import { functionGemma, gemma } from "./gemma.js";
import { glm } from "./glm.js";
import { gptOss } from "./gpt-oss.js";
import { hermes } from "./hermes.js";
import { invalidAction } from "./invalid-action.js";
import { kimi } from "./kimi.js";
import { llamaPythonTag } from "./llama-python-tag.js";
import { minimax } from "./minimax.js";
import { mistral } from "./mistral.js";
import { pythonTag } from "./python-tag.js";
import { qwen3Coder } from "./qwen3-coder.js";
import { search } from "./search.js";
import { seed } from "./seed.js";
import type { TextEncoding } from "./text-encoding.js";
import { textSearch } from "./text-search.js";

/** Encodings with marks that mean a call and nothing else. Where several share an opener the first that reads it wins: Hermes takes what the others leave. */
export const MARKED_ENCODINGS: readonly TextEncoding[] = [
  qwen3Coder,
  glm,
  hermes,
  seed,
  minimax,
  kimi,
  gptOss,
  deepseekDsml,
  deepseek,
  gemma,
  functionGemma,
  mistral,
  llamaPythonTag,
  search,
  textSearch,
  pythonTag,
  invalidAction,
];

/** Encodings whose marks also occur in ordinary text: looked for only in a rollout without any marked call. */
export const UNMARKED_ENCODINGS: readonly TextEncoding[] = [action, fencedPython, bareJson];
