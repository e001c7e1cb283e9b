/** The closed sets of option values. A new member makes every total table over the set fail to compile. */

export const ESTIMATORS = ["grpo", "dr-grpo", "rloo", "logged"] as const;
/** Base advantage of a rollout (SPEC section 2). */
export type Estimator = (typeof ESTIMATORS)[number];

export const TEXT_METRICS = ["jaccard", "dice", "token-f1", "rouge-l", "levenshtein", "exact"] as const;
/** Similarity of two strings (SPEC section 3). */
export type TextMetric = (typeof TEXT_METRICS)[number];

export const SCOPES = ["group", "batch"] as const;
/** Where a failing call may find its witness (SPEC section 5). */
export type Scope = (typeof SCOPES)[number];

export const PARALLEL_CALLS = ["mean", "max", "min"] as const;
/** How the transfers of one turn's calls become one (SPEC section 5). */
export type ParallelCalls = (typeof PARALLEL_CALLS)[number];

export const SINGLETONS = ["zero", "raw"] as const;
/** Advantage of a group of one: 0, or verl's (SPEC section 2). */
export type Singleton = (typeof SINGLETONS)[number];

export const SUPPORT_MODES = ["plain", "contrastive"] as const;
/** What a transfer is weighed by: the successes' support, or what it exceeds the other failures' by. */
export type SupportMode = (typeof SUPPORT_MODES)[number];

/** Standard fields that `--map` may name, in the order of a record. */
export const MAP_NAMES = [
  "batch",
  "group",
  "rollout",
  "reward",
  "success",
  "advantage",
  "prompt",
  "answer",
  "messages",
  "response",
] as const;

export const RULE_NAMES = [
  "grpo",
  "dr-grpo",
  "rloo",
  "opo",
  "dapo",
  "gdpo",
  "gigpo",
  "hgpo",
  "graphgpo",
  "salt",
  "tapo",
  "aspo",
  "otc",
  "hdpo",
  "toolpo",
  "codev",
  "infopo",
  "iapo",
] as const;
/** A credit rule (docs/COMPARE.md). */
export type RuleName = (typeof RULE_NAMES)[number];

export const PRESETS = ["paper", "verl", "trl"] as const;
/** Named sets of conventions (SPEC section 2). */
export type Preset = (typeof PRESETS)[number];

export const KEY_KINDS = ["box", "url", "text", "texts", "number", "boolean", "null", "json"] as const;
/** Kind of an argument's value (SPEC section 3); `json` is deep equality. */
export type KeyKind = (typeof KEY_KINDS)[number];

/** Tools that hand in the answer: left out by default (SPEC section 3), and where a final answer is read (section 6). */
export const ANSWER_TOOLS = ["answer", "submit", "submit_answer", "final_answer", "finish", "done"] as const;

/** Keys that are gates, not scores (SPEC section 3). */
export const IDENTITY_KEYS = [
  "image",
  "img",
  "image_idx",
  "img_idx",
  "image_index",
  "image_id",
  "image_path",
  "image_url",
  "file",
  "file_path",
  "path",
  "page_id",
  "section_id",
  "doc_id",
  "document_id",
  "id",
  "url",
] as const;
