import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { auditLog, correctLog, inspectLog } from "../../src/pipeline.js";

const REAL_LOGS = resolve(import.meta.dirname, "../../../shared/real-logs");
const folder = mkdtempSync(join(tmpdir(), "tapo-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LOG = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false };
const RUN = { method: DEFAULT_OPTIONS, log: LOG, threads: 1 };

/** Folder and the beginning of the file's name -> dialect, rows, rollouts, groups, mixed groups, calls, malformed calls. */
const COUNTS: readonly (readonly [string, string, ...number[]])[] = [
  ["atropos/cybersec", "atropos", 2, 16, 2, 0, 0, 0],
  [
    "deepeyes_vstar/multiturn_all21k_0.8acc_-0.2format_0.4tool_4node_ds4__global_step_32",
    "deepeyes",
    76,
    76,
    76,
    0,
    85,
    0,
  ],
  [
    "deepeyes_vstar/multiturn_all21k_0.8acc_-0.2format_0.4tool_4node_ds4__global_step_40",
    "deepeyes",
    76,
    76,
    76,
    0,
    78,
    0,
  ],
  ["nemo_gym/anyswe", "nemo-gym", 5, 5, 1, 1, 68, 0],
  ["nemo_gym/image_tools", "nemo-gym", 5, 5, 5, 0, 5, 0],
  ["prime_rl_training/bp6", "prime", 25, 25, 4, 0, 0, 0],
  ["prime_rl_training/h4y", "prime", 16, 16, 2, 2, 25, 0],
  ["rllm/strands", "rllm", 1, 1, 1, 0, 1, 0],
  ["tau_bench/gpt-4o", "tau-bench", 200, 200, 50, 26, 1164, 0],
  ["verifiers_arrow/tau2_full_results.arrow", "verifiers", 60, 60, 1, 0, 0, 0],
  ["verifiers_wiki_search/gpt-4.1-mini", "verifiers", 100, 100, 100, 0, 445, 0],
  ["verifiers_wiki_search/gpt-4.1-nano", "verifiers", 100, 100, 100, 0, 388, 0],
  ["verifiers_wiki_search/qwen", "verifiers", 100, 100, 100, 0, 273, 0],
  ["verifiers_wiki_search/willcb", "verifiers", 100, 100, 100, 0, 388, 0],
  ["verifiers_wordle/wordle", "verifiers", 15, 15, 5, 0, 0, 0],
];

describe.runIf(existsSync(REAL_LOGS))("real logs, with no option but the path", () => {
  const files = existsSync(REAL_LOGS)
    ? readdirSync(REAL_LOGS, { recursive: true, encoding: "utf8" }).filter((path) => /\.(jsonl?|arrow|txt)$/.test(path))
    : [];
  const logs = files.filter((path) => !/dataset_info|search_r1/.test(path)).sort();

  test.each(logs)("%s", async (name) => {
    const path = join(REAL_LOGS, name);
    const { inputs, funnel } = await inspectLog([path], RUN);
    const known = COUNTS.find(([start]) => name.startsWith(start));
    expect([
      inputs[0]?.dialect,
      funnel.rows,
      funnel.rollouts,
      funnel.groups,
      funnel.mixedGroups,
      funnel.toolCalls,
      funnel.malformedToolCalls,
    ]).toEqual(known?.slice(1));
    expect((await auditLog([path], RUN)).funnel).toEqual(funnel);
    const out = join(folder, name.replaceAll("/", "-"));
    await correctLog([path], RUN, { out, sidecar: null, force: false, parquetLayout: "default" });
    expect((await inspectLog([out], RUN)).funnel).toEqual(funnel);
  });

  test("what is no log is refused: a description of a data set, a transcript without a reward", async () => {
    const info = join(REAL_LOGS, "verifiers_arrow/tau2_full_results.dataset_info.json");
    await expect(auditLog([info], RUN)).rejects.toThrow(/no dialect fits records with the fields citation/);
    await expect(auditLog([join(REAL_LOGS, "search_r1/case.txt")], RUN)).rejects.toThrow(/1 record/);
  });
});
