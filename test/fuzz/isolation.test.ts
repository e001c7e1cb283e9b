import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { openDuckDb, quoteName, quoteText } from "../../src/read/duckdb.js";
import { tapo, temporaryFolder } from "../cli/tapo.js";
import { makeLog, run } from "../faults/harness.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const root = resolve(import.meta.dirname, "../..");

/** A log whose every text names something to open, fetch or run. */
function lure(): string {
  const texts = [
    "/etc/passwd",
    "../../etc/passwd",
    "file:///etc/passwd",
    "http://127.0.0.1:9/",
    "$(id)",
    "`id`",
    "s3://a/b",
  ];
  const rows = texts.flatMap((text) =>
    [0, 1].map((reward) => {
      const args = JSON.stringify({ url: text, file_path: text, image: text, path: text, query: text });
      const call = { id: text, function: { name: text, arguments: args } };
      const turns = [
        { role: "assistant", content: text, tool_calls: [call] },
        { role: "tool", content: text, tool_call_id: text },
      ];
      const image = { type: "image_url", image_url: { url: text } };
      const messages = [{ role: "user", content: [{ type: "text", text }, image] }, ...turns];
      return JSON.stringify({ batch: text, group: text, rollout: text, reward, path: text, image: text, messages });
    }),
  );
  const path = at("lure.jsonl");
  writeFileSync(path, `${rows.join("\n")}\n`);
  return path;
}

describe("what a log says", { timeout: 60_000 }, () => {
  test("opens no file: reading is allowed of the program and the log only", () => {
    const log = lure();
    const allowed = [`${root}/*`, `${realpathSync(join(root, "node_modules"))}/*`, log].map(
      (path) => `--allow-fs-read=${path}`,
    );
    for (const command of ["audit", "explain", "inspect", "compare", "ablate"]) {
      const which = command === "explain" ? ["--row", "0"] : [];
      const args = [command, log, "--quiet", "--threads", "1", ...which];
      const node = ["--experimental-permission", "--no-warnings", ...allowed, join(root, "bin/tapo.js"), ...args];
      const ran = spawnSync(process.execPath, node, { encoding: "utf8" });
      expect({ command, status: ran.status, stderr: ran.stderr }).toEqual({ command, status: 0, stderr: "" });
    }
  });

  test("becomes no SQL: a column called '; DROP and one with quotes keep their names and values", async () => {
    const path = at("columns.parquet");
    const names = ['"; DROP TABLE corrections; --', "'; SELECT 1; --", 'a"b', "tapo corrections", "a.b", "ünï"];
    const source = await makeLog(folder, "parquet", 4);
    const duck = await openDuckDb();
    try {
      const more = names.map((name, i) => `${i} AS ${quoteName(name)}`).join(", ");
      await duck.connection.run(
        `COPY (SELECT *, ${more} FROM ${quoteText(source)}) TO ${quoteText(path)} (FORMAT parquet)`,
      );
      expect(await tapo(["correct", path, "--out", at("columns.out.parquet"), "--quiet"])).toMatchObject({ code: 0 });
      const read = await duck.connection.runAndReadAll(`SELECT * FROM ${quoteText(at("columns.out.parquet"))} LIMIT 1`);
      const [row] = read.getRowObjects();
      expect(names.map((name) => row?.[name])).toEqual(names.map((_, i) => i));
    } finally {
      duck.close();
    }
  });
});

/** A network name space of its own, without any interface. */
const cut = spawnSync("unshare", ["-n", "true"]).status === 0 ? ["unshare", "-n"] : null;

describe.skipIf(cut === null)(
  "without a network (skipped where `unshare -n` is not allowed)",
  { timeout: 120_000 },
  () => {
    test.each(["jsonl", "parquet", "arrow"] as const)("all is done that is done with one: %s", async (format) => {
      const log = await makeLog(folder, format, 4);
      for (const [name, wrapper] of [
        ["with", []],
        ["without", cut ?? []],
      ] as const) {
        const report = ["--report", `html=${at(`${format}-${name}.html`)}`];
        const audited = await run(["audit", log, "--json", ...report, "--quiet"], wrapper);
        const corrected = await run(["correct", log, "--out", at(`${format}-${name}.out`), "--quiet"], wrapper);
        expect([audited.code, corrected.code]).toEqual([0, 0]);
        writeFileSync(at(`${format}-${name}.json`), audited.stdout);
      }
      for (const kind of ["html", "json", "out"]) {
        const [one, other] = ["with", "without"].map((name) => at(`${format}-${name}.${kind}`));
        expect(existsSync(one ?? "") && readFileSync(one ?? "").equals(readFileSync(other ?? ""))).toBe(true);
      }
    });
  },
);
