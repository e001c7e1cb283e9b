import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { VERSION } from "../../src/model/version.js";

const readme = readFileSync("README.md", "utf8");
const PACKAGE = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

function tapo(args: readonly string[]) {
  return spawnSync(process.execPath, ["bin/tapo.js", ...args], {
    encoding: "utf8",
    env: { PATH: process.env.PATH ?? "", NO_COLOR: "1" },
  });
}

describe("README", () => {
  test("shows the real output of its first command", () => {
    const shown = /<!-- output -->\n```text\n([\s\S]*?)\n```\n<!-- \/output -->/.exec(readme)?.[1];
    expect(shown).toBeDefined();
    const { stdout, status } = tapo(["audit", "fixtures/search-agent.jsonl"]);
    expect(status).toBe(0);
    expect(stdout.slice(0, shown?.length)).toBe(shown);
  });

  test("links to files that are there", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });

  test("names every command, and no other", () => {
    const { stdout } = tapo(["--help"]);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map((match) => match[1]);
    const table = readme.slice(readme.indexOf("| command | does |"), readme.indexOf("Every command has"));
    const named = new Set([...table.matchAll(/`tapo ([a-z]+)/g)].map((match) => match[1]));
    expect([...named].sort()).toEqual(commands.filter((name) => name !== "help").sort());
  });

  test("the version in results is the package's", () => {
    expect(VERSION).toBe(PACKAGE.version);
  });
});
