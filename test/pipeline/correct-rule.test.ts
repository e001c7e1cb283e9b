import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_OPTIONS } from "../../src/model/options.js";
import { correctLog } from "../../src/pipeline.js";
import { simulateLog } from "../../src/simulate/simulate.js";

const LOG = { dialect: null, groupBy: [], batchBy: null, reward: null, map: new Map(), lenient: false };
const RUN = { method: { ...DEFAULT_OPTIONS, replicates: 2 }, log: LOG, threads: 1 };

interface Member {
  readonly rule?: string;
  readonly reward: number;
  readonly group: string;
  readonly turns: readonly { readonly base: number; readonly advantage: number; readonly calls: readonly object[] }[];
  readonly tokenAdvantages: readonly number[];
}

let folder = "";
const maskOf = (row: number) => (records[row]?.response_mask ?? []) as number[];
const records = [...simulateLog({ prompts: 4, steps: 1, seed: 5 })];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tapo-rule-"));
  await writeFile(join(folder, "log.jsonl"), records.map((record) => `${JSON.stringify(record)}\n`).join(""));
});

async function correct(rule: "opo" | "tapo" | "gdpo" | "iapo") {
  const out = join(folder, `${rule}.jsonl`);
  const output = { out, sidecar: null, force: true, parquetLayout: "default", rule } as const;
  const summary = await correctLog([join(folder, "log.jsonl")], RUN, output);
  const lines = (await readFile(out, "utf8")).trimEnd().split("\n");
  return { summary, members: lines.map((text) => (JSON.parse(text) as { tapo: Member }).tapo) };
}

describe("correct --rule", () => {
  test("writes the rule's advantages, on turns and on their tokens, and names it", async () => {
    const { summary, members } = await correct("opo");
    expect(summary.rule).toBe("opo");
    expect(members).toHaveLength(records.length);
    const ofGroup = (group: string) => members.flatMap((member, i) => (member.group === group ? [i] : []));
    for (const [i, member] of members.entries()) {
      expect(member.rule).toBe("opo");
      const others = ofGroup(member.group);
      const length = (j: number) => maskOf(j).filter((bit) => bit === 1).length;
      const total = others.reduce((sum, j) => sum + length(j), 0);
      const baseline = others.reduce((sum, j) => sum + length(j) * (members[j]?.reward ?? 0), 0) / total;
      const expected = others.length === 1 ? 0 : member.reward - baseline;
      for (const turn of member.turns) {
        expect(turn.advantage).toBeCloseTo(expected, 12);
        for (const call of turn.calls) expect(Object.keys(call)).toEqual(["call", "tool"]);
      }
      const mask = maskOf(i);
      expect(member.tokenAdvantages).toHaveLength(mask.length);
      for (const [t, bit] of mask.entries()) {
        expect(member.tokenAdvantages[t]).toBeCloseTo(bit === 1 ? expected : 0, 12);
      }
    }
    const changed = members.flatMap(({ turns }) => turns).filter(({ base, advantage }) => base !== advantage);
    expect(summary.corrected.turns).toBe(changed.length);
  });

  test("tapo keeps its shape", async () => {
    const { summary, members } = await correct("tapo");
    expect(summary).not.toHaveProperty("rule");
    expect(members[0]).not.toHaveProperty("rule");
    expect(members.flatMap(({ turns }) => turns.flatMap(({ calls }) => calls))[0]).toHaveProperty("similarity");
  });

  test("a rule whose inputs the log lacks writes nothing and says what it needs", async () => {
    await expect(correct("gdpo")).rejects.toThrow("rule gdpo needs reward_components");
    await expect(correct("iapo")).rejects.toThrow(/not computable from a log/);
    await expect(readFile(join(folder, "iapo.jsonl"))).rejects.toThrow();
  });
});
