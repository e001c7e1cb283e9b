import { createHash, createHmac } from "node:crypto";
import type { S3Access } from "../../model/remote.js";

/** SHA-256 of nothing: a GET has no body. */
const EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/**
 * Headers that sign a GET of an S3 object: AWS Signature Version 4 (docs.aws.amazon.com, "Create a signed AWS API
 * request"). Without credentials none: the request is anonymous.
 */
export function signS3(url: URL, { region, credentials }: S3Access, now: Date): Record<string, string> {
  if (credentials === null) return {};
  const moment = `${now
    .toISOString()
    .replace(/\.\d+Z$/, "")
    .replace(/[-:]/g, "")}Z`;
  const day = moment.slice(0, 8);
  const headers: Record<string, string> = {
    host: url.host,
    "x-amz-content-sha256": EMPTY_BODY,
    "x-amz-date": moment,
    ...(credentials.token === null ? {} : { "x-amz-security-token": credentials.token }),
  };
  const names = Object.keys(headers).sort();
  const signed = names.join(";");
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const request = ["GET", url.pathname, url.search.slice(1), lines, signed, EMPTY_BODY].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", moment, scope, createHash("sha256").update(request).digest("hex")].join("\n");
  const parts = [day, region, "s3", "aws4_request"];
  const key = parts.reduce<string | Buffer>(hmac, `AWS4${credentials.secret}`);
  const signature = hmac(key, text).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.id}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
  const { host: _, ...sent } = headers;
  return { ...sent, authorization };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text, "utf8").digest();
}
