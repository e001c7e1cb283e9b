import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { AblateRequest } from "../../src/model/ablation.js";
import { DEFAULT_OPTIONS, type MethodOptions } from "../../src/model/options.js";
import type { LogOptions, RunOptions } from "../../src/model/run.js";
import { mergePartials } from "../../src/pipeline/merge-partials.js";
import { shardPartial } from "../../src/pipeline/shard-partial.js";
import { ablateLog, auditLog } from "../../src/pipeline.js";
import { toJson } from "../../src/report/json.js";

/** A folder that goes with the test file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tapo-shard-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const NO_LOG_OPTIONS: LogOptions = {
  dialect: null,
  groupBy: [],
  batchBy: null,
  reward: null,
  map: new Map(),
  lenient: false,
};

export function runOf(method: Partial<MethodOptions> = {}, log: Partial<LogOptions> = {}): RunOptions {
  return {
    method: { ...DEFAULT_OPTIONS, replicates: 50, ...method },
    log: { ...NO_LOG_OPTIONS, ...log },
    threads: 1,
  };
}

export const ALL_VARIANTS: AblateRequest = { variants: null, extra: [], sweeps: [] };

/** The result without shards, as JSON. */
export async function whole(inputs: readonly string[], run: RunOptions, request: AblateRequest | null) {
  return toJson(request === null ? await auditLog(inputs, run) : await ablateLog(inputs, run, request));
}

/** Files with the partials of all shards. */
export async function partialFiles(
  folder: string,
  inputs: readonly string[],
  run: RunOptions,
  request: AblateRequest | null,
  count: number,
): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const { text } = await shardPartial(inputs, run, { index, count }, request);
    const path = join(folder, `part-${index}-of-${count}.json`);
    writeFileSync(path, text);
    paths.push(path);
  }
  return paths;
}

/** The merged result of `count` shards, as JSON. */
export async function sharded(
  folder: string,
  inputs: readonly string[],
  run: RunOptions,
  request: AblateRequest | null,
  count: number,
): Promise<string> {
  const paths = await partialFiles(folder, inputs, run, request, count);
  return toJson(await mergePartials(paths.reverse()));
}
