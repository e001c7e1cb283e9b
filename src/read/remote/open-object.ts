import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { InputError } from "../../model/errors.js";
import type { RemoteAccess } from "../../model/remote.js";
import { isS3, urlOf } from "./address.js";
import { signS3 } from "./sign-s3.js";

/** Longest silence of a server, in milliseconds. */
const SILENCE = 60_000;
const MOST_REDIRECTS = 5;

/** An object that is being sent, from some byte on. */
export interface OpenObject {
  readonly body: IncomingMessage;
  /** Bytes of the whole object; null where the server does not say. */
  readonly size: number | null;
  /** Another one means that the object was written again. */
  readonly version: string;
}

/** A failure that may pass: of the connection, or one that the server calls its own. */
export class PassingError extends Error {}

/**
 * Asks for an object's bytes from `from` on.
 * @throws InputError where there is no such object, it may not be read, or the server cannot begin at `from`.
 * @throws PassingError where it may work another time.
 */
export async function openObject(path: string, access: RemoteAccess, from = 0): Promise<OpenObject> {
  let url = urlOf(path, access.s3);
  const signed = isS3(path) ? signS3(url, access.s3, new Date()) : {};
  const range = from > 0 ? { range: `bytes=${from}-` } : {};
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const response = await get(url, { ...signed, ...range, "accept-encoding": "identity" });
    const next = redirectOf(response, url);
    if (next === null) return accept(path, response, from);
    response.destroy();
    if (Object.keys(signed).length > 0) {
      throw new InputError(`${path}: its bucket is in another region; set AWS_REGION${regionOf(response)}`);
    }
    if (url.protocol === "https:" && next.protocol !== "https:")
      throw new InputError(`${path}: the server leads away from https`);
    url = next;
  }
  throw new InputError(`${path}: redirected more than ${MOST_REDIRECTS} times`);
}

type Send = (url: URL, options: RequestOptions, done: (response: IncomingMessage) => void) => ClientRequest;

async function get(url: URL, headers: Record<string, string>): Promise<IncomingMessage> {
  const request: Send =
    url.protocol === "https:" ? (await import("node:https")).request : (await import("node:http")).request;
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: "GET", headers, timeout: SILENCE }, resolve);
    asked.once("timeout", () => asked.destroy(new Error(`no answer for ${SILENCE / 1000} s`)));
    asked.on("error", (error) => reject(new PassingError(error.message || String(error))));
    asked.end();
  });
}

function redirectOf({ statusCode, headers }: IncomingMessage, url: URL): URL | null {
  if (statusCode === undefined || ![301, 302, 303, 307, 308].includes(statusCode)) return null;
  const { location } = headers;
  if (location === undefined || !URL.canParse(location, url.href)) return url;
  const next = new URL(location, url);
  return next.protocol === "https:" || next.protocol === "http:" ? next : url;
}

function regionOf({ headers }: IncomingMessage): string {
  const region = headers["x-amz-bucket-region"];
  return typeof region === "string" && /^[\w-]+$/.test(region) ? `=${region}` : "";
}

function accept(path: string, response: IncomingMessage, from: number): OpenObject {
  const status = response.statusCode ?? 0;
  if (status === (from > 0 ? 206 : 200)) {
    const { etag = "", "last-modified": modified = "" } = response.headers;
    const size = sizeOf(response, from);
    return { body: response, size, version: `${etag} ${modified} ${size ?? ""}` };
  }
  response.destroy();
  if (status === 200)
    throw new InputError(`${path}: broke off at byte ${from}, and the server cannot go on from there`);
  if (status >= 500 || status === 429 || status === 408) throw new PassingError(`the server answered ${status}`);
  throw new InputError(`${path}: ${CAUSES.get(status) ?? `the server answered ${status}`}`);
}

const CREDENTIALS = "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION and AWS_ENDPOINT_URL";

const CAUSES = new Map([
  [400, `the server answered 400; for s3://, check ${CREDENTIALS}`],
  [401, `may not be read (401); for s3://, check ${CREDENTIALS}`],
  [403, `may not be read, or is not there (403); for s3://, check ${CREDENTIALS}`],
  [404, "no such object (404); check the address"],
]);

function sizeOf({ headers }: IncomingMessage, from: number): number | null {
  const length = Number(headers["content-length"] ?? Number.NaN);
  return Number.isSafeInteger(length) ? from + length : null;
}
