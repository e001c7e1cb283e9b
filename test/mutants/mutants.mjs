/**
 * Mutation testing, folder by folder: `npm run mutants`, or `npm run mutants -- stats credit`, or of some files
 * `npm run mutants -- match src/match/box.ts,src/match/url.ts`. Each folder is held against its own tests and the one
 * that compares whole results with the reference, on fewer logs. The survivors are printed, and written as JSON under
 * reports/mutation.
 */
import { spawnSync } from "node:child_process";

const FOLDERS = {
  stats: ["test/stats/*.test.ts"],
  credit: ["test/credit/**/*.test.ts", "test/match/turn-ratios.test.ts", "test/property/agreement.test.ts"],
  match: ["test/match/*.test.ts", "test/property/agreement.test.ts"],
};

/** Enough for a difference to show, few enough to run for every mutant. */
const FEWER = { TAPO_PROPERTY_LOGS: "20", TAPO_CLUSTER_TABLES: "300", TAPO_CLUSTER_ITEMS: "600" };

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
