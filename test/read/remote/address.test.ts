import { describe, expect, test } from "vitest";
import { DEFAULT_ACCESS, type S3Access } from "../../../src/model/remote.js";
import { listPaths } from "../../../src/read/inputs.js";
import { isRemote, remoteName, urlOf } from "../../../src/read/remote/address.js";
import { matchKey, starsOnly } from "../../../src/read/remote/match-key.js";
import { signS3 } from "../../../src/read/remote/sign-s3.js";

const { s3 } = DEFAULT_ACCESS;

describe("addresses", () => {
  test("others than of S3 and the web are refused, with what to do", async () => {
    for (const path of ["gs://bucket/x", "hdfs://a/b", "S3://a/b"]) {
      await expect(listPaths([path])).rejects.toThrow(/is not read directly; mount the bucket/);
    }
  });

  test("paths of files are none", () => {
    for (const path of ["a/b.jsonl", "./s3/x", "C:/x", "a:b", "-", "s3:/a/b"]) expect(isRemote(path)).toBe(false);
  });

  test.each([
    ["s3://bucket/a b/é+&?#%.jsonl", s3, "https://bucket.s3.us-east-1.amazonaws.com/a%20b/%C3%A9%2B%26%3F%23%25.jsonl"],
    ["s3://my.bucket/k", { ...s3, region: "eu-west-1" }, "https://s3.eu-west-1.amazonaws.com/my.bucket/k"],
    ["s3://bucket/(k)*", { ...s3, endpoint: "http://127.0.0.1:9/base/" }, "http://127.0.0.1:9/base/bucket/%28k%29%2A"],
    ["https://h/a?X=1", s3, "https://h/a?X=1"],
  ] satisfies [string, S3Access, string][])("%s", (path, access, url) => {
    expect(urlOf(path, access).href).toBe(url);
  });

  test("say what is wrong with them, without their password", () => {
    expect(() => urlOf("s3://bucket", s3)).toThrow("expected s3://BUCKET/KEY");
    expect(() => urlOf("https://", s3)).toThrow("not a URL");
    expect(() => urlOf("https://me:secret@h/x", s3)).toThrow(/^(?!.*secret).*would stand in results/);
    expect(() => urlOf("s3://b/k", { ...s3, endpoint: "nowhere" })).toThrow(/AWS_ENDPOINT_URL nowhere/);
    expect(() => urlOf("s3://b/k", { ...s3, region: "a.b/c?" })).toThrow(/AWS_REGION/);
  });

  test("name their objects", () => {
    expect(remoteName("https://h/a/step_3.jsonl?token=/x#y")).toBe("step_3.jsonl");
    expect(remoteName("s3://b/a/what?.jsonl")).toBe("what?.jsonl");
    expect(remoteName("https://h/")).toBe("object");
  });
});

test("a signature is Amazon's", () => {
  // "Signature Calculations for the Authorization Header", example "GET Bucket Lifecycle", docs.aws.amazon.com
  const credentials = { id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", token: null };
  const url = new URL("https://examplebucket.s3.amazonaws.com/?lifecycle=");
  const headers = signS3(url, { ...s3, credentials }, new Date("2013-05-24T00:00:00Z"));
  expect(headers.authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, " +
      "SignedHeaders=host;x-amz-content-sha256;x-amz-date, " +
      "Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  );
  expect(signS3(url, s3, new Date())).toEqual({});
});

describe("globs of keys", () => {
  test.each([
    ["s3://b/*.jsonl", "s3://b/a.jsonl", true],
    ["s3://b/*.jsonl", "s3://b/a/b.jsonl", false],
    ["s3://b/**/*.jsonl", "s3://b/a/b.jsonl", true],
    ["s3://b/**/*.jsonl", "s3://b/b.jsonl", true],
    ["s3://b/**", "s3://b/a/b/c", true],
    ["s3://b/**/x", "s3://b/.a/x", false],
    ["s3://b/*", "s3://b/.a", false],
    ["s3://b/.*", "s3://b/.a", true],
    ["s3://b/step_[0-3]?.jsonl", "s3://b/step_25.jsonl", true],
    ["s3://b/step_[!0-3]?.jsonl", "s3://b/step_25.jsonl", false],
  ])("%s and %s: %s", (pattern, path, matches) => {
    expect(matchKey(pattern, path)).toBe(matches);
  });

  test("are listed by their stars", () => {
    expect(starsOnly("s3://b/a?[!x]/*[]b]/**")).toBe("s3://b/a*/*/**");
  });
});
