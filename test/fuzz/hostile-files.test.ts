import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { zstdFrame } from "../../src/write/zstd-frame.js";
import { temporaryFolder } from "../cli/tapo.js";
import { faultsOf, reportFaults, runMain } from "./judge.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);

function record(i: number, more: object = {}): string {
  const call = { id: "a", type: "function", function: { name: "search", arguments: { q: "red car" } } };
  const messages = [
    { role: "user", content: "q" },
    { role: "assistant", content: "x", tool_calls: [call] },
    { role: "tool", tool_call_id: "a", content: "seen" },
    { role: "assistant", content: "done" },
  ];
  return JSON.stringify({ batch: 1, group: "g", rollout: `r${i}`, reward: i % 2, messages, ...more });
}
const TEXT = [0, 1, 2, 3].map((i) => `${record(i)}\n`).join("");
const BYTES = Buffer.from(TEXT);
const gz = gzipSync(BYTES);
const frame = await zstdFrame();
const zst = Buffer.from(frame(BYTES));
const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(TEXT, "utf16le")]);

describe("what a file may be in place of a log", () => {
  test.each<[string, Buffer, number, RegExp]>([
    ["UTF-16", utf16, 2, /text in UTF-16; logs are UTF-8/],
    ["UTF-16, big-endian", Buffer.from(utf16).swap16(), 2, /text in UTF-16/],
    ["a byte order mark", Buffer.concat([Buffer.from("\ufeff"), BYTES]), 0, /^$/],
    ["two byte order marks", Buffer.concat([Buffer.from("\ufeff\ufeff"), BYTES]), 2, /row 0/],
    ["lines that end as on Windows", Buffer.from(TEXT.replaceAll("\n", "\r\n")), 0, /^$/],
    ["lines that end as on old Macs", Buffer.from(TEXT.replaceAll("\n", "\r")), 2, /error: /],
    ["nothing", Buffer.alloc(0), 2, /without a readable record/],
    ["blanks", Buffer.from(" \n\t\r\n".repeat(1000)), 2, /without a readable record/],
    ["NUL bytes behind", Buffer.concat([BYTES, Buffer.alloc(4096)]), 2, /not a log/],
    ["NUL bytes alone", Buffer.alloc(4096), 2, /not a log/],
    ["an opening brace", Buffer.from("{"), 2, /error: /],
    ["gzip, cut off", gz.subarray(0, gz.length / 2), 2, /broken or cut off/],
    ["gzip, its size cut off", gz.subarray(0, -4), 2, /broken or cut off/],
    ["gzip, a second member cut off", Buffer.concat([gz, gz.subarray(0, 40)]), 2, /broken or cut off/],
    ["gzip in two members", Buffer.concat([gzipSync(BYTES.subarray(0, 99)), gzipSync(BYTES.subarray(99))]), 0, /^$/],
    ["gzip, garbage behind", Buffer.concat([gz, Buffer.from("garbage")]), 2, /broken or cut off/],
    ["gzip of a wrong checksum", Buffer.concat([gz.subarray(0, -8), Buffer.alloc(4), gz.subarray(-4)]), 2, /broken/],
    ["gzip in gzip", gzipSync(gz), 2, /not a log/],
    ["zstd, cut off", zst.subarray(0, zst.length / 2), 2, /broken or cut off/],
    ["zstd, garbage behind", Buffer.concat([zst, Buffer.from("garbage")]), 2, /broken or cut off/],
    ["zstd in gzip", gzipSync(zst), 2, /not a log/],
    ["a record with a name twice", Buffer.from(TEXT.replaceAll('"reward":', '"reward":0,"reward":')), 0, /^$/],
    ["ids that are half a character", Buffer.from(TEXT.replaceAll('"g"', '"\\ud800"')), 0, /^$/],
    ["bytes that are no UTF-8", Buffer.from(TEXT.replaceAll('"g"', '"\x80\xff"'), "latin1"), 0, /^$/],
    ["rewards of 400 digits", Buffer.from(TEXT.replaceAll('"reward":1', `"reward":1${"0".repeat(400)}`)), 2, /reward/],
  ])("%s", async (name, bytes, code, message) => {
    const path = at(`${name.replaceAll(/\W/g, "-")}.jsonl`);
    writeFileSync(path, bytes);
    const ran = await runMain(["audit", path, "--threads", "1"]);
    expect(faultsOf(ran)).toEqual([]);
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringMatching(message)]);
  });
});

describe("names of files", () => {
  const NAMES = [
    "new\nline\nerror: run this",
    "escape\u001b[31m\u001b]0;title\u0007",
    "turned\u202e",
    "--force",
    "-",
    "';DROP TABLE x;--",
    '"quoted"',
    "[a-z]*",
    "{a,b}?",
    "$(id)`id`",
    "%s%n\\",
    "__proto__",
  ].map((name) => `${name}.jsonl`);

  test.each(NAMES)("%j: read, corrected and reported as it is called, one line an error", async (name) => {
    mkdirSync(at("names"), { recursive: true });
    const path = join(at("names"), name);
    writeFileSync(path, TEXT);
    const ran = await runMain(["correct", path, "--out", at("out.jsonl"), "--sidecar", at("s.csv"), "--force"]);
    expect([ran.code, ...faultsOf(ran), ...reportFaults([at("s.csv")])]).toEqual([0]);
    const again = await runMain(["correct", path, "--out", path]);
    expect([again.code, ...faultsOf(again)]).toEqual([2]);
    for (const missing of [`${path}x`, join(at("none"), basename(path))]) {
      const failed = await runMain(["audit", missing]);
      expect([failed.code, ...faultsOf(failed)]).toEqual([2]);
      expect(failed.stderr).toMatch(/^error: [^\n]*\n$/);
    }
  });

  test.each(["parquet", "arrow"])("a %s sidecar under a name that is SQL", async (format) => {
    writeFileSync(at("log.jsonl"), TEXT);
    const sidecar = at(`'; DROP TABLE x; --.${format}`);
    const written = await runMain(["correct", at("log.jsonl"), "--sidecar", sidecar]);
    expect([written.code, ...faultsOf(written)]).toEqual([0]);
    expect((await runMain(["inspect", sidecar, "--map", "reward=advantage,group=group"])).stderr).not.toMatch(/bug/);
  });
});
