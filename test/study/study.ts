import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OBJECTIVES } from "../../src/model/ablation.js";
import { CONDITIONS, scoreSeed } from "./credit-study.js";
import { creditPlot, trainPlot } from "./plots.js";
import { conditionTable, contenderTable, correctedTable, helpTable, type Scores, trainTable } from "./tables.js";
import { LEARNERS, trainCurves } from "./train-study.js";

/** `npm run study`: writes docs/study/ anew. Seeds are fixed, so the same code gives the same bytes. */

const SEEDS = 20;
const OUT = join(process.cwd(), "docs", "study");
const started = Date.now();

function done(what: string): void {
  console.error(`${((Date.now() - started) / 1000).toFixed(0)} s: ${what}`);
}

const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);
const scores: Scores = CONDITIONS.map((condition) => {
  const ofSeeds = seeds.map((seed) => scoreSeed(condition, seed));
  done(condition.name);
  return ofSeeds;
});
const curves = OBJECTIVES.flatMap((objective) =>
  LEARNERS.map((learner) => {
    const trained = trainCurves(objective, learner, SEEDS);
    done(`${objective} with ${learner.name}`);
    return trained;
  }),
);

const page = `# Study: figures

Made by \`npm run study\` (fixed seeds; do not edit). What they mean: [COMPARE.md](../COMPARE.md).

## Corrected and uncorrected advantages beside the true credit of turns

${helpTable(scores)}

## Every rule, default agent

${contenderTable(scores)}

![Correlation with the true credit, by rule](credit.svg)

## Kinds of agent: Pearson correlation with the true credit

${conditionTable(scores)}

## What is corrected: failing turns that get another advantage than GRPO's

${correctedTable(scores)}

## Closed loop

${trainTable(curves)}

![Success and entropy in training](training.svg)
`;

await mkdir(OUT, { recursive: true });
await writeFile(join(OUT, "README.md"), page);
await writeFile(join(OUT, "credit.svg"), creditPlot(scores));
await writeFile(join(OUT, "training.svg"), trainPlot(curves));
done("written to docs/study");
