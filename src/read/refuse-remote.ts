import { InputError } from "../model/errors.js";

/** `s3://bucket/key`, `https://host/path` and their like. */
const REMOTE = /^([a-z][a-z0-9+.-]*):\/\//i;

/**
 * Files are read from file systems only: to read object storage, DuckDB would have to fetch its extension over the network.
 * @throws InputError that says what to do, where a path is a remote address.
 */
export function refuseRemote(path: string): void {
  const scheme = REMOTE.exec(path)?.[1]?.toLowerCase();
  if (scheme === undefined) return;
  throw new InputError(
    `${path}: ${scheme}:// is not read directly; mount the bucket (mountpoint-s3, s3fs, gcsfuse, rclone mount) and name the ` +
      "folder, or pipe one JSONL file in: `curl -s URL | tapo audit -`. docs/SCALE.md, Object storage, says more",
  );
}
