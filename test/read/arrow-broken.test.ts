import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { arrowBatches } from "../../src/read/arrow-batches.js";
import { temporaryFolder } from "../cli/tapo.js";
import { makeLog } from "../faults/harness.js";

/** Reads a file to its end or its error. */
async function end(path: string): Promise<string> {
  let rows = 0;
  try {
    for await (const batch of arrowBatches({ path, format: "arrow-file" }, () => {})) rows += batch.numRows;
    return `${rows} rows`;
  } catch (error) {
    return (error as Error).name;
  }
}

test("a file whose blocks are not where its footer says comes to an end", { timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const whole = readFileSync(await makeLog(folder, "arrow", 4));
  const path = join(folder, "broken.arrow");
  const ends = new Set<string>();
  for (const [at, more] of [
    [0.77, 4],
    [0.5, 8],
    [0.3, 4],
    [0.9, 4],
  ] as const) {
    const cut = Math.floor(whole.length * at);
    writeFileSync(path, Buffer.concat([whole.subarray(0, cut), whole.subarray(cut - more)]));
    ends.add(await end(path)); // apache-arrow reads one of its blocks for ever
  }
  expect([...ends]).toEqual(["InputError"]);
});
