import { access as mayRead } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../model/errors.js";
import type { RemoteAccess, S3Access } from "../../model/remote.js";
import { type Duck, quoteText } from "../duckdb.js";
import { serviceOf } from "./address.js";

/**
 * Loads DuckDB's extension httpfs from where it is installed, never from a network, and tells it how to ask. DuckDB itself
 * checks its signature and version.
 * @throws InputError that says how to get it, where it is not there.
 */
export async function loadHttpfs(duck: Duck, path: string, { extensions, s3 }: RemoteAccess): Promise<void> {
  const version = await textOf(duck, "SELECT version()");
  const platform = await textOf(duck, "SELECT platform FROM pragma_platform()");
  const found = extensions === null ? null : await findIn(extensions, version, platform);
  if (extensions !== null && found === null)
    throw missing(path, version, `not in TAPO_DUCKDB_EXTENSIONS ${extensions}`);
  try {
    await duck.connection.run(`LOAD ${found === null ? "httpfs" : quoteText(found)}`);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw missing(path, version, found === null ? "not installed" : why);
  }
  // a key may hold what would be a glob or a query elsewhere
  const settings = { ...settingsOf(s3), s3_url_compatibility_mode: "true", allow_asterisks_in_http_paths: "true" };
  for (const [name, value] of Object.entries(settings)) await duck.connection.run(`SET ${name} = ${quoteText(value)}`);
}

/** As DuckDB lays its extensions out, as the Python package does, or the file alone. */
async function findIn(folder: string, version: string, platform: string): Promise<string | null> {
  for (const parts of [[version, platform], [version], []]) {
    const path = join(folder, ...parts, "httpfs.duckdb_extension");
    const there = await mayRead(path).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return null;
}

function settingsOf(s3: S3Access): Record<string, string> {
  const { region, credentials } = s3;
  const service = serviceOf(s3);
  return {
    s3_region: region,
    ...(service === null
      ? {}
      : {
          s3_endpoint: `${service.host}${service.pathname.replace(/\/$/, "")}`,
          s3_url_style: "path",
          s3_use_ssl: String(service.protocol === "https:"),
        }),
    ...(credentials === null ? {} : { s3_access_key_id: credentials.id, s3_secret_access_key: credentials.secret }),
    ...(credentials?.token ? { s3_session_token: credentials.token } : {}),
  };
}

function missing(path: string, version: string, why: string): InputError {
  return new InputError(
    `${path}: needs DuckDB's extension httpfs ${version} (${why}). tapo never fetches it; get it once: ` +
      `pip download --no-deps duckdb-extension-httpfs==${version.slice(1)}, unzip it and set ` +
      "TAPO_DUCKDB_EXTENSIONS to its folder extensions, or run INSTALL httpfs in DuckDB of that version. " +
      "docs/SCALE.md, Object storage, says more",
  );
}

async function textOf(duck: Duck, sql: string): Promise<string> {
  return String((await duck.connection.runAndReadAll(sql)).getRows()[0]?.[0]);
}
