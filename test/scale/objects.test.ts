import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/json/canonical.js";
import type { JsonObject } from "../../src/model/json.js";
import { isFault } from "../../src/model/record.js";
import { openDuckDb, quoteText } from "../../src/read/duckdb.js";
import { listInputs } from "../../src/read/inputs.js";
import { urlOf } from "../../src/read/remote/address.js";
import { signS3 } from "../../src/read/remote/sign-s3.js";
import { readRows } from "../../src/read/rows.js";
import { zstdFrame } from "../../src/write/zstd-frame.js";
import { tapo } from "../cli/tapo.js";
import { type ObjectServer, serveObject } from "../read/remote/object-server.js";
import { freePort, until } from "./processes.js";
import { findProgram, HINT, run, scaleFolder } from "./support.js";

/** A real server of S3 and the extension, from Python packages. */
const SERVER = findProgram("moto_server");
const PYTHON = findProgram("python");
const EXTENSIONS = PYTHON === null ? null : extensionsOf(PYTHON);
const skipped = SERVER === null || PYTHON === null || EXTENSIONS === null;
if (skipped) console.log(`skipped: no server of S3 or no httpfs; ${HINT}`);

function extensionsOf(python: string): string | null {
  try {
    const script = "import duckdb_extension_httpfs as e, os; print(os.path.dirname(e.__file__))";
    return join(execFileSync(python, ["-c", script], { encoding: "utf8", stdio: "pipe" }).trim(), "extensions");
  } catch {
    return null;
  }
}

/** Characters that SQL, URLs and globs each make something of. */
const ODD = "odd/it's é[1]?*{x}+&%20;--.parquet";

describe.skipIf(skipped)("a log in a bucket", { timeout: 120_000 }, () => {
  const folder = skipped ? "" : scaleFolder("to-");
  const at = (name: string) => join(folder, name);
  const env: Record<string, string> = {
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "se'cret",
    TAPO_DUCKDB_EXTENSIONS: EXTENSIONS ?? "",
  };
  const FILES = ["log.jsonl", "log.jsonl.gz", "log.jsonl.zst", "log.parquet"];
  let server: ReturnType<typeof spawn>;
  const web = new Map<string, ObjectServer>();

  beforeAll(async () => {
    await makeFiles();
    const port = await freePort();
    env.AWS_ENDPOINT_URL = `http://127.0.0.1:${port}`;
    server = spawn(SERVER ?? "", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
    const answers = () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      );
    await until(answers, "the server of S3", 60);
    const keys = Object.fromEntries([
      ...FILES.map((name) => [`run 1/${name}`, at(name)]),
      [ODD, at("log.parquet")],
      ...[0, 1, 2, 3].map((step) => [`steps/step_${step}.jsonl`, at(`steps/step_${step}.jsonl`)]),
      ...["steps/metadata.json", "steps/.hidden/step_9.jsonl", "steps/readme.txt"].map((key) => [key, at("log.jsonl")]),
    ]);
    writeFileSync(at("keys.json"), JSON.stringify(keys));
    const script = resolve(import.meta.dirname, "upload.py");
    execFileSync(PYTHON ?? "", [script, env.AWS_ENDPOINT_URL, "logs", at("keys.json")], { stdio: "pipe" });
    for (const name of FILES) web.set(name, await serveObject(readFileSync(at(name))));
  }, 120_000);

  afterAll(async () => {
    server?.kill();
    for (const one of web.values()) await one.close();
  });

  async function makeFiles(): Promise<void> {
    run(["simulate", "--prompts", "48", "--steps", "4", "--output", at("log.jsonl")], folder);
    const lines = readFileSync(at("log.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    writeFileSync(at("log.jsonl.gz"), gzipSync(readFileSync(at("log.jsonl"))));
    writeFileSync(at("log.jsonl.zst"), (await zstdFrame())(readFileSync(at("log.jsonl"))));
    mkdirSync(at("steps"));
    for (const step of [0, 1, 2, 3]) {
      const own = lines.filter((line) => JSON.parse(line).batch === step);
      writeFileSync(at(`steps/step_${step}.jsonl`), `${own.join("\n")}\n`);
    }
    const duck = await openDuckDb();
    try {
      const json = `read_json(${quoteText(at("log.jsonl"))}, maximum_object_size = 100000000)`;
      await duck.connection.run(`COPY (SELECT * FROM ${json}) TO ${quoteText(at("log.parquet"))} (FORMAT parquet)`);
    } finally {
      duck.close();
    }
  }

  async function json(args: readonly string[]): Promise<string> {
    const ran = await tapo([...args, "--json", "--quiet"], { env, cwd: folder });
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    return ran.stdout;
  }

  test.each(FILES)("%s gives the same as the file, but for its path", async (name) => {
    const local = await json(["audit", name]);
    for (const address of [`s3://logs/run 1/${name}`, `${web.get(name)?.url}/${name}`]) {
      expect((await json(["audit", address])).replaceAll(address, name)).toBe(local);
    }
    expect(web.get(name)?.requests.map(({ headers }) => headers.authorization)).not.toContain(expect.anything());
  });

  test("other commands read it too", async () => {
    const address = "s3://logs/run 1/log.jsonl";
    for (const command of ["ablate", "compare", "inspect"]) {
      expect((await json([command, address])).replaceAll(address, "log.jsonl")).toBe(
        await json([command, "log.jsonl"]),
      );
    }
  });

  test.each(["log.jsonl", "log.jsonl.gz", "log.parquet"])("correct writes a copy of %s", async (name) => {
    const address = `s3://logs/run 1/${name}`;
    for (const [from, to] of [
      [name, `local-${name}`],
      [address, `remote-${name}`],
    ] as const) {
      expect(await tapo(["correct", from, "--out", to, "--quiet"], { env, cwd: folder })).toMatchObject({ code: 0 });
    }
    const rows = async (copy: string) => {
      const [file] = await listInputs([at(copy)]);
      const all: JsonObject[] = [];
      if (file === undefined) return "";
      for await (const some of readRows(file, { fields: null })) {
        for (const row of some) if (!isFault(row)) all.push(row.value);
      }
      return canonicalJson(all).replaceAll(address, name);
    };
    const local = await rows(`local-${name}`);
    expect(local.length).toBeGreaterThan(10_000);
    expect(await rows(`remote-${name}`)).toBe(local);
  });

  test("odd keys are names, not SQL and not globs", async () => {
    const address = `s3://logs/${ODD}`;
    const local = await json(["audit", "log.parquet"]);
    expect((await json(["audit", address])).replaceAll(JSON.stringify(address), '"log.parquet"')).toBe(local);
    expect(JSON.parse(await json(["audit", "s3://logs/odd/"])).inputs).toMatchObject([{ path: address }]);
  });

  test("globs and prefixes name the same objects as of a folder", async () => {
    const local = await json(["audit", "steps/"]);
    for (const pattern of ["s3://logs/steps/", "s3://logs/steps/step_?.jsonl", "s3://logs/st*/step_{0,1,2,3}.jsonl"]) {
      const remote = await json(["audit", pattern]);
      expect(remote.replaceAll("s3://logs/steps/", "steps/")).toBe(local);
    }
    const none = await tapo(["audit", "s3://logs/steps/*.arrow"], { env });
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining("the pattern matches no object") });
  });

  test.each(["s3://logs/run 1/log.jsonl", "s3://logs/run 1/log.parquet", "s3://logs/steps/"])(
    "shards of %s merge to the whole",
    async (address) => {
      for (const shard of ["0", "1", "2"]) {
        const partial = ["--shard", `${shard}/3`, "--partial", `${shard}.json`, "--force", "--quiet"];
        expect(await tapo(["audit", address, ...partial], { env, cwd: folder })).toMatchObject({ code: 0 });
      }
      expect(await json(["merge", "2.json", "0.json", "1.json"])).toBe(await json(["audit", address]));
    },
  );

  test("what is missing is said: an object, the extension, a service", async () => {
    const said = async (address: string, more: Readonly<Record<string, string>> = {}) => {
      const ran = await tapo(["audit", address], { env: { ...env, HOME: folder, ...more } });
      expect(ran).toMatchObject({ code: 2, stdout: "" });
      return ran.stderr;
    };
    expect(await said("s3://logs/nowhere.jsonl")).toContain("no such object (404)");
    expect(await said("s3://no-bucket/x*")).toContain("cannot be listed");
    const getIt = /needs DuckDB's extension httpfs v1\.5\.5 .*duckdb-extension-httpfs==1\.5\.5/;
    expect(await said("s3://logs/run 1/log.parquet", { TAPO_DUCKDB_EXTENSIONS: "" })).toMatch(getIt);
    expect(await said("s3://logs/steps/", { TAPO_DUCKDB_EXTENSIONS: folder })).toMatch(getIt);
    const nobody = { AWS_ENDPOINT_URL: `http://127.0.0.1:${await freePort()}` };
    expect(await said("s3://logs/run 1/log.jsonl", nobody)).toMatch(/ECONNREFUSED/);
  });

  test("signatures are those of Amazon's own library", () => {
    const credentials = { id: "id", secret: "se'cret", token: "to/ken+" };
    const s3 = { endpoint: null, region: "eu-west-1", credentials };
    const urls = ["s3://bucket/a", `s3://buck.et/${ODD}`, "s3://bucket/%41/~(é)/ö:@$,;=", "s3://b-1/a//b"].map((path) =>
      urlOf(path, s3),
    );
    const script = resolve(import.meta.dirname, "sign.py");
    const moment = "2026-02-03T04:05:06+00:00";
    const args = [script, moment, credentials.token, ...urls.map(({ href }) => href)];
    const theirs = execFileSync(PYTHON ?? "", args, { encoding: "utf8" })
      .trim()
      .split("\n");
    const ours = urls.map((url) => signS3(url, s3, new Date(moment)).authorization?.split("Signature=")[1]);
    expect(ours).toEqual(theirs);
  });
});
