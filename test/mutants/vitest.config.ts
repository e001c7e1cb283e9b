import { defineConfig } from "vitest/config";

/**
 * Only the tests that `mutants.mjs` names. (Stryker's own --testFiles will not do: mutants of what runs while a module
 * loads are then never put in, and count as survivors.)
 */
// biome-ignore lint/style/noDefaultExport: vitest reads it so
export default defineConfig({ test: { include: (process.env.TAPO_MUTANT_TESTS ?? "").split(",") } });
