/** Settings of Stryker. `mutants.mjs` says what is mutated, and by which tests it is held. */
// biome-ignore lint/style/noDefaultExport: Stryker reads it so
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { related: false, configFile: "test/mutants/vitest.config.ts" },
  coverageAnalysis: "perTest",
  concurrency: 1,
  timeoutMS: 10_000,
  reporters: ["progress-append-only", "clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutation/${process.env.TAPO_MUTANT_PART ?? "all"}.json` },
  tempDirName: "reports/mutants-tmp",
  // The compiler here (TypeScript 7) has no interface that Stryker could use; vitest needs no tsconfig.
  tsconfigFile: "none",
  ignorePatterns: [".cache", ".b", "dist", "docs", "reports", ".venv"],
};
