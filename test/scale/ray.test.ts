import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RayClient } from "../../src/parallel/submit/ray-client.js";
import { endAll, freePort, processesOf, until } from "./processes.js";
import { findProgram, HINT, logWithAudit, scaleFolder, slowTapo, start } from "./support.js";

/** A real Ray. */
const RAY = findProgram("ray");
if (RAY === null) console.log(`skipped: no Ray; ${HINT}`);

/** Two nodes on one machine tell themselves apart by their loopback addresses. */
const SECOND = "127.0.0.2";

describe.skipIf(RAY === null)("8 shards on a real Ray of two nodes", { timeout: 400_000 }, () => {
  const folder = RAY === null ? "" : scaleFolder("tr-");
  const temporary = join(folder, "ray");
  let address = "";
  let gcs = 0;
  let log = { log: "", audit: "" };

  beforeAll(async () => {
    log = logWithAudit(folder);
    gcs = await freePort();
    const dashboard = await freePort();
    address = `http://127.0.0.1:${dashboard}`;
    const head = ["--head", "--node-ip-address=127.0.0.1", `--port=${gcs}`, "--dashboard-host=127.0.0.1"];
    await startNode([...head, `--dashboard-port=${dashboard}`, `--temp-dir=${temporary}`], 1, 21_000);
    await startSecond();
  }, 240_000);

  afterAll(() => endAll(() => processesOf(temporary).map(({ pid }) => pid)), 60_000);

  async function startNode(words: readonly string[], cpus: number, workerPort: number): Promise<void> {
    const agents = ["dashboard-agent-listen-port", "dashboard-agent-grpc-port", "runtime-env-agent-port"];
    const ports = await Promise.all(
      [...agents, "metrics-export-port"].map(async (name) => `--${name}=${await freePort()}`),
    );
    const workers = [`--min-worker-port=${workerPort}`, `--max-worker-port=${workerPort + 200}`];
    const all = ["start", ...words, `--num-cpus=${cpus}`, ...workers, ...ports, "--disable-usage-stats"];
    const env = { ...process.env, RAY_DISABLE_IMPORT_WARNING: "1" };
    execFileSync(RAY ?? "", all, { env, stdio: "pipe", timeout: 120_000 });
  }

  function startSecond(): Promise<void> {
    return startNode([`--address=127.0.0.1:${gcs}`, `--node-ip-address=${SECOND}`], 2, 22_000);
  }

  function submit(name: string) {
    const words = ["submit", "ray", "--address", address, "--shards", "8", "--tapo", slowTapo(folder, 3)];
    return start([...words, "--work", name, "--", "audit", log.log, "--json"], folder);
  }

  test("a node killed while it works: its shards run again, and the result is that of one process", async () => {
    const { said, ended } = submit("killed");
    await until(() => said.stderr.includes("(1 of 8)"), "the first shard", 120);
    const raylets = processesOf(temporary).filter(({ command }) => /raylet\/raylet/.test(command));
    const second = raylets.filter(({ command }) => command.includes(`--node_ip_address=${SECOND}`));
    expect(second).toHaveLength(1);
    for (const { pid } of second) process.kill(pid, "SIGKILL");
    expect({ code: await ended, stderr: said.stderr }).toMatchObject({ code: 0 });
    expect(said.stderr).toMatch(/failed, trying again/);
    expect(said.stdout).toBe(log.audit);
    expect(await new RayClient(address).jobs()).toEqual([]);
    expect(readdirSync(folder)).not.toContain("killed");
    await startSecond();
  });

  test("Ctrl-C stops all jobs, and the same command goes on from there", async () => {
    const first = submit("stopped");
    await until(() => first.said.stderr.includes("(1 of 8)"), "the first shard", 120);
    first.child.kill("SIGINT");
    expect(await first.ended).toBe(130);
    const goingOn = async () =>
      (await new RayClient(address).jobs()).some(({ state }) => /RUNNING|PENDING/.test(state));
    await until(async () => !(await goingOn()), "Ray to end stopped jobs", 90);
    const again = submit("stopped");
    expect({ code: await again.ended, stderr: again.said.stderr }).toMatchObject({ code: 0 });
    expect(again.said.stderr).toMatch(/[1-7] of 8 shards are done already/);
    expect(again.said.stdout).toBe(log.audit);
  });

  test("an unusable log is said once, with the shard's own words", async () => {
    const words = ["submit", "ray", "--address", address, "--shards", "2", "--work", "bad", "--", "audit"];
    const { said, ended } = start([...words, log.log, "--reward", "nowhere"], folder);
    expect(await ended).toBe(2);
    expect(said.stderr).toMatch(/failed after 1 tries/);
    expect(said.stderr).toMatch(/\| error: \d+ records could not be used/);
  });
});
