import { InputError } from "../../model/errors.js";
import type { RemoteAccess } from "../../model/remote.js";
import { openDuckDb, quoteText } from "../duckdb.js";
import { expandBraces, isGlob } from "../expand-glob.js";
import { compareNatural } from "../natural-order.js";
import { isSideFile } from "../side-file.js";
import { isS3, remoteName, s3Place } from "./address.js";
import { loadHttpfs } from "./load-httpfs.js";
import { matchKey, starsOnly } from "./match-key.js";
import { remoteStamp } from "./remote-source.js";

/** An object with the name that its copy would get. */
export interface RemoteObject {
  readonly path: string;
  readonly name: string;
}

/**
 * The objects that an address names, in natural order: itself; for S3, all that a glob matches, or all logs below a prefix
 * that ends in a slash. Listing goes through DuckDB's httpfs.
 * @throws InputError where nothing is found, or the listing fails.
 */
export async function listObjects(
  argument: string,
  access: RemoteAccess,
  note: (note: string) => void,
): Promise<RemoteObject[]> {
  const itself = [{ path: argument, name: remoteName(argument) }];
  if (!isS3(argument)) return itself;
  const { key } = s3Place(argument);
  const folder = key === "" || key.endsWith("/");
  if (!folder && (!isGlob(key) || (await exists(argument, access)))) return itself;
  const patterns = folder ? [`${argument}**/*`] : expandBraces(argument);
  const found = (await glob(argument, patterns, access)).sort(compareNatural);
  const all = found.map((path) => ({ path, name: folder ? path.slice(argument.length) : remoteName(path) }));
  const logs = all.filter(({ path }) => {
    if (!folder) return true;
    const side = isSideFile(remoteName(path));
    if (side) note(`${path}: not a log by its name, left out`);
    return !side;
  });
  if (logs.length > 0) return logs;
  throw new InputError(
    folder
      ? `${argument}: no log below this prefix; name objects of other kinds one by one`
      : `${argument}: the pattern matches no object; check it, and quote it for the shell`,
  );
}

/** A key may hold characters of a glob: what is there by this very name is meant. */
async function exists(path: string, access: RemoteAccess): Promise<boolean> {
  return remoteStamp(path, access).then(
    () => true,
    () => false,
  );
}

async function glob(argument: string, patterns: readonly string[], access: RemoteAccess): Promise<string[]> {
  const duck = await openDuckDb();
  try {
    await loadHttpfs(duck, argument, access);
    await duck.connection.run("SET s3_url_compatibility_mode = false");
    const found = new Set<string>();
    for (const pattern of patterns) {
      const listed = await duck.connection.runAndReadAll(`SELECT file FROM glob(${quoteText(starsOnly(pattern))})`);
      for (const [path] of listed.getRows()) if (matchKey(pattern, String(path))) found.add(String(path));
    }
    return [...found];
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error)) throw error;
    throw new InputError(`${argument}: cannot be listed (${error.message.split("\n")[0]})`);
  } finally {
    duck.close();
  }
}
