/**
 * Mutation testing, folder by folder: `npm run mutants`, or `npm run mutants -- stats credit`, or of some files
 * `npm run mutants -- match src/match/box.ts`. Each folder is held against its own tests and the ones that hold whole
 * results against the reference, on fewer logs. The survivors are printed, and written as JSON under reports/mutants.
 */
import { spawnSync } from "node:child_process";

const WHOLE = ["test/property/agreement.test.ts", "test/invariants/credit.test.ts", "test/numbers/traps.test.ts"];

const FOLDERS = {
  stats: ["test/stats/*.test.ts"],
  credit: ["test/credit/**/*.test.ts", ...WHOLE],
  match: ["test/match/*.test.ts", "test/invariants/similarity.test.ts", ...WHOLE],
};

/** Enough logs for a difference to show, few enough to run for every mutant. */
const FEWER = { TAPO_PROPERTY_LOGS: "60", TAPO_METAMORPHIC_LOGS: "10", TAPO_INVARIANT_RUNS: "200" };

const named = process.argv.slice(2);
const folders = Object.keys(FOLDERS).filter((folder) => named.length === 0 || named.includes(folder));
const files = named.filter((name) => name.includes("/"));
for (const folder of folders) {
  const mutate = files.length > 0 ? files.join() : `src/${folder}/**/*.ts`;
  const args = ["run", "test/mutants/stryker.json", "--mutate", mutate];
  const { status } = spawnSync("node_modules/.bin/stryker", args, {
    stdio: "inherit",
    env: { ...process.env, ...FEWER, TAPO_MUTANT_TESTS: FOLDERS[folder].join(), NO_COLOR: "1" },
  });
  if (status !== 0) process.exitCode = 1;
}
