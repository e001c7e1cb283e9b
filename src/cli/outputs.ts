import { appendFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { UsageError } from "../model/errors.js";
import { checkOutput, withNewFile, writeAtomically } from "../write/atomic.js";
import { chunks } from "./io.js";

/**
 * Checks outputs before the work: no two the same, none there already without `force`, none an input or, if there already, inside an input folder.
 * @throws UsageError
 */
export async function checkOutputs(paths: readonly string[], inputs: readonly string[], force: boolean): Promise<void> {
  const places = await Promise.all(paths.map(realPlace));
  const folders = await Promise.all(inputs.filter((input) => input !== "-").map(realPlace));
  for (const [i, path] of paths.entries()) {
    const place = places[i] ?? path;
    if (places.indexOf(place) !== i) throw new UsageError(`${path}: named for two outputs`);
    await checkOutput(path, { force, inputs });
    const inside = folders.some((folder) => place.startsWith(folder + sep));
    if (inside && (await stat(place).catch(() => null)) !== null) {
      throw new UsageError(`${path}: lies in an input folder, and inputs are never written over; name another output`);
    }
  }
}

/** Writes text to a file that appears whole or not at all. Checked before with `checkOutputs`. */
export async function writeTextFile(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
  force: boolean,
): Promise<void> {
  await writeAtomically(path, { force }, (temporary) =>
    withNewFile(temporary, async (file) => {
      for await (const chunk of chunks(pieces)) await file.appendFile(chunk, "utf8");
    }),
  );
}

/** Adds text to the end of a file that something else keeps. */
export async function appendTextFile(path: string, text: string): Promise<void> {
  await appendFile(path, text, "utf8");
}

/** The place a path stands for, links followed as far as it exists. */
async function realPlace(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => resolve(dirname(path)));
  return realpath(path).catch(() => join(folder, basename(path)));
}
