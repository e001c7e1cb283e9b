import { InputError, UsageError } from "../../model/errors.js";
import type { S3Access } from "../../model/remote.js";

const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\//i;

/** Whether a path is read over a network: `s3://bucket/key`, `https://host/path`, `http://host/path`. */
export function isRemote(path: string): boolean {
  return /^(?:s3|https?):\/\//.test(path);
}

/** Whether an address is one of S3. */
export function isS3(path: string): boolean {
  return path.startsWith("s3://");
}

/**
 * Refuses what is written like an address but cannot be read.
 * @throws InputError that says what to do.
 */
export function refuseOthers(path: string): void {
  const scheme = schemeOf(path);
  if (scheme === null || isRemote(path)) return;
  throw new InputError(
    `${path}: ${scheme}:// is not read directly; mount the bucket (gcsfuse, s3fs, rclone mount) and name the folder, ` +
      "or use s3:// with AWS_ENDPOINT_URL where the store speaks S3. docs/SCALE.md, Object storage, says more",
  );
}

/** The last segment of an address's path: what the object would be called as a file. */
export function remoteName(path: string): string {
  const plain = isS3(path) ? path : (path.split(/[?#]/)[0] ?? path);
  return plain.split("/").at(-1) || "object";
}

/** A bucket and the key in it. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
}

/** @throws InputError where there is no bucket. */
export function s3Place(path: string): S3Place {
  const [, bucket, key] = /^s3:\/\/([A-Za-z0-9._-]+)\/(.*)$/s.exec(path) ?? [];
  if (bucket === undefined || key === undefined) throw new InputError(`${path}: expected s3://BUCKET/KEY`);
  return { bucket, key };
}

/**
 * The URL that an address is asked for by. In Amazon's S3 a bucket is a host of its own, unless a dot in its name would
 * break the certificate; other services have buckets as folders.
 * @throws InputError where it is no URL, or holds a password, which results would show.
 */
export function urlOf(path: string, s3: S3Access): URL {
  if (isS3(path)) {
    const { bucket, key } = s3Place(path);
    const service = serviceOf(s3);
    const own = service === null && !bucket.includes(".");
    const root = service ?? new URL(`https://${own ? `${bucket}.` : ""}s3.${s3.region}.amazonaws.com`);
    root.pathname = [root.pathname.replace(/\/$/, ""), ...(own ? [] : [bucket]), encodeKey(key)].join("/");
    return root;
  }
  if (!URL.canParse(path)) throw new InputError(`${path}: not a URL`);
  const url = new URL(path);
  if (url.username !== "" || url.password !== "") {
    throw new InputError(
      `${url.protocol}//…@${url.host}: an address with a password would stand in results; leave it out`,
    );
  }
  return url;
}

/**
 * The service's own address; null for Amazon's.
 * @throws UsageError where the variables that describe it make no URL.
 */
export function serviceOf({ endpoint, region }: S3Access): URL | null {
  if (!/^[\w-]+$/.test(region)) throw new UsageError(`AWS_REGION ${region}: expected a region, such as us-east-1`);
  if (endpoint === null) return null;
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint))
    throw new UsageError(`AWS_ENDPOINT_URL ${endpoint}: expected a URL, such as http://127.0.0.1:9000`);
  return new URL(endpoint);
}

/** A key as a path: every byte but unreserved ones and slashes escaped, as S3 signs it. */
function encodeKey(key: string): string {
  const percent = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(key)
    .replaceAll("%2F", "/")
    .replace(/[!'()*]/g, percent);
}

function schemeOf(path: string): string | null {
  return ADDRESS.exec(path)?.[1]?.toLowerCase() ?? null;
}
