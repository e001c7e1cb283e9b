/**
 * Mutation testing, part by part: `npm run mutants` for all of them, or `npm run mutants -- stats rules` for some. Each
 * part is held against the tests that are about it, on fewer draws. Survivors are printed, and written as JSON to
 * reports/mutation/PART.json; the scores of docs/RELIABILITY.md are sums over parts.
 */
import { spawnSync } from "node:child_process";

const match = (...names) => names.map((name) => `src/match/${name}.ts`);
const WHOLE = "test/property/agreement.test.ts";

const PARTS = {
  stats: { mutate: ["src/stats/*.ts"], tests: ["test/stats/*.test.ts"] },
  credit: {
    mutate: ["src/credit/*.ts"],
    tests: ["test/credit/*.test.ts", "test/match/turn-ratios.test.ts", WHOLE],
  },
  rules: { mutate: ["src/credit/rules/*.ts"], tests: ["test/credit/rules/*.test.ts"] },
  similarity: {
    mutate: match("box", "url", "similarity", "compile", "call-compiler"),
    tests: ["similarity", "box", "url"].map((name) => `test/match/${name}.test.ts`),
  },
  texts: {
    mutate: match("text-metrics", "interner", "tokens", "final-answer", "turn-ratios"),
    tests: ["text-metrics", "tokens", "long-token", "final-answer", "turn-ratios"].map(
      (name) => `test/match/${name}.test.ts`,
    ),
  },
  clusters: { mutate: match("cluster", "similar-pairs"), tests: ["test/match/cluster.test.ts"] },
  library: {
    mutate: match("library", "matcher", "references", "condense"),
    tests: ["test/match/matcher.test.ts", WHOLE],
  },
  observations: {
    mutate: match("token-set", "token-units", "observation", "digested-observations"),
    tests: ["test/match/token-set.test.ts", "test/pipeline/record-reader.test.ts", WHOLE],
  },
};

/** Enough for a difference to show, few enough to run for every mutant. */
const FEWER = { TAPO_PROPERTY_LOGS: "20", TAPO_CLUSTER_TABLES: "300", TAPO_CLUSTER_ITEMS: "600" };

const named = process.argv.slice(2);
for (const [part, { mutate, tests }] of Object.entries(PARTS)) {
  if (named.length > 0 && !named.includes(part)) continue;
  const { status } = spawnSync(
    "node_modules/.bin/stryker",
    ["run", "test/mutants/stryker.mjs", "--mutate", mutate.join()],
    {
      stdio: "inherit",
      env: { ...process.env, ...FEWER, TAPO_MUTANT_PART: part, TAPO_MUTANT_TESTS: tests.join(), NO_COLOR: "1" },
    },
  );
  if (status !== 0) process.exitCode = 1;
}
