import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openDuckDb, quoteText } from "../../src/read/duckdb.js";
import { tapo, temporaryFolder } from "../cli/tapo.js";

const folder = temporaryFolder();
const NAMES = [
  "[a-z]*.parquet",
  "?.parquet",
  "**.parquet",
  "{x,b}.parquet",
  "[b.parquet",
  "'; DROP.parquet",
  "~/b.parquet",
];

/** A log of so many rows beside others that a pattern would find. */
async function write(path: string, rows: number): Promise<void> {
  const duck = await openDuckDb();
  const row = "'q' AS input, 'There.' AS output, 'a' AS gts, 1 AS step, CAST(i % 2 AS DOUBLE) AS score";
  await duck.connection.run(`COPY (SELECT ${row} FROM range(${rows}) t(i)) TO ${quoteText(path)} (FORMAT parquet)`);
  duck.close();
}

const rollouts = (json: string): unknown => JSON.parse(json).funnel.rollouts;

beforeAll(async () => {
  await write(join(folder, "b.parquet"), 64);
  await write(join(folder, "x.parquet"), 64);
  const own = join(folder, "own");
  await write(own, 6);
  mkdirSync(join(folder, "~"));
  for (const name of NAMES) copyFileSync(own, join(folder, name));
});

test.each(NAMES)(
  "%s is read, corrected and written as itself: DuckDB takes no pattern, no home",
  { timeout: 60_000 },
  async (name) => {
    const audited = await tapo(["audit", name, "--json"], { cwd: folder });
    expect(rollouts(audited.stdout)).toBe(6);
    mkdirSync(join(folder, "out/~"), { recursive: true });
    writeFileSync(join(folder, "out/a.parquet"), "not to be read");
    const written = ["--out", join("out", name), "--sidecar", join("out", `s${name.replace("/", "-")}`), "--force"];
    const corrected = await tapo(["correct", name, ...written], { cwd: folder });
    expect(corrected.code, corrected.stderr).toBe(0);
    expect(existsSync(join(folder, "out", name))).toBe(true);
    const read = await tapo(["audit", join("out", name), "--json"], { cwd: folder });
    expect(rollouts(read.stdout)).toBe(6);
    expect(readdirSync(join(folder, "out")).filter((left) => left.endsWith(".tmp"))).toEqual([]);
  },
);
