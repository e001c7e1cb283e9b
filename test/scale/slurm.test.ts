import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endAll, freePort, processesOf, until } from "./processes.js";
import { logWithAudit, run, scaleFolder } from "./support.js";

/** A real Slurm: Debian's packages `slurm-wlm` and `munge`, and a user who may start them. */
const PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "sinfo"];
const SBIN = ["/usr/sbin", "/sbin"];
const folders = [...(process.env.PATH ?? "").split(delimiter), ...SBIN];
const missing = PROGRAMS.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
const skipped = missing.length > 0 || process.getuid?.() !== 0;
if (skipped) console.log(`skipped: no Slurm that may be started here; missing: ${missing.join(", ") || "root"}`);

describe.skipIf(skipped)("8 shards on a real Slurm", { timeout: 300_000 }, () => {
  const folder = skipped ? "" : scaleFolder("ts-");
  const home = join(folder, "slurm");
  const env = { SLURM_CONF: join(home, "slurm.conf") };
  const shell = { ...env, PATH: [...folders].join(delimiter) };
  let log = { log: "", audit: "" };

  beforeAll(async () => {
    log = logWithAudit(folder);
    const ports = [await freePort(), await freePort()].map(String);
    const script = resolve(import.meta.dirname, "slurm.sh");
    spawn("/bin/sh", [script, home, ...ports], { env: shell, stdio: "ignore", detached: true }).unref();
    const idle = () => attempt("sinfo", ["-h", "-o", "%T"]).includes("idle");
    await until(idle, "Slurm's node", 60);
  }, 120_000);

  afterAll(() => endAll(ownProcesses), 60_000);

  /** Slurm's daemons do not all name the folder on their command lines; their ids are in it. */
  function ownProcesses(): number[] {
    const marked = new Set(processesOf(home).map(({ pid }) => pid));
    for (const name of ["slurmctld", "slurmd", "munged"]) {
      const file = join(home, `${name}.pid`);
      const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
      if (processesOf(name).some((one) => one.pid === pid)) marked.add(pid);
    }
    return [...marked];
  }

  function attempt(command: string, args: readonly string[]): string {
    try {
      return execFileSync(command, args, { env: shell, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    } catch {
      return "";
    }
  }

  async function finished(): Promise<void> {
    await until(() => attempt("squeue", ["-h", "-o", "%i"]) === "", "the jobs", 200);
  }

  test("the merge job's result is that of one process, whatever the paths hold", async () => {
    const words = ["submit", "slurm", "--shards", "8", "--work", "wo'rk $(x) 100%", "--sbatch=--comment=a b", "--"];
    const said = run([...words, "audit", log.log, "--json", "--quiet", "--output", "the result.json"], folder, shell);
    expect(said).toMatch(/^job \d+: 8 of 8 shards\njob \d+: merge/);
    await finished();
    expect(readFileSync(join(folder, "the result.json"), "utf8")).toBe(log.audit);
  });

  test("shards that are done are not submitted again", async () => {
    const words = ["submit", "slurm", "--shards", "8", "--work", "again", "--"];
    const rest = ["audit", log.log, "--json", "--quiet", "--output", "again.json"];
    run([...words, ...rest], folder, shell);
    await finished();
    const [inner = ""] = readdirSync(join(folder, "again"));
    writeFileSync(join(folder, "again", inner, "shard-3-of-8.json"), "cut off");
    expect(run([...words, ...rest, "--force"], folder, shell)).toMatch(/: 1 of 8 shards\n/);
    await finished();
    expect(readFileSync(join(folder, "again.json"), "utf8")).toBe(log.audit);
  });

  test("--dry-run shows both scripts and submits nothing", () => {
    const words = ["submit", "slurm", "--shards", "4", "--dry-run", "--", "audit", log.log, "--json"];
    const said = run(words, folder, shell);
    expect(said.match(/^#!\/bin\/sh$/gm)).toHaveLength(2);
    expect(said).toContain("--array=0-3");
    expect(said).toContain("--dependency=afterok:ARRAY_JOB");
    expect(attempt("squeue", ["-h"])).toBe("");
  });
});
