import type { RemoteAccess, S3Credentials } from "../../model/remote.js";
import type { Io } from "../io.js";

/** How addresses are asked for, by the variables that other programs for S3 use, and `TAPO_DUCKDB_EXTENSIONS`. */
export function remoteAccess(env: Io["env"]): RemoteAccess {
  const given = (...names: string[]) => names.map((name) => env[name]).find((value) => value) ?? null;
  return {
    extensions: given("TAPO_DUCKDB_EXTENSIONS"),
    s3: {
      endpoint: given("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"),
      region: given("AWS_REGION", "AWS_DEFAULT_REGION") ?? "us-east-1",
      credentials: credentialsOf(given),
    },
  };
}

function credentialsOf(given: (name: string) => string | null): S3Credentials | null {
  const [id, secret] = [given("AWS_ACCESS_KEY_ID"), given("AWS_SECRET_ACCESS_KEY")];
  return id === null || secret === null ? null : { id, secret, token: given("AWS_SESSION_TOKEN") };
}
