import { describe, expect, test } from "vitest";
import { listPaths } from "../../src/read/inputs.js";
import { refuseRemote } from "../../src/read/refuse-remote.js";

describe("remote addresses", () => {
  test.each(["s3://bucket/run/*.jsonl", "https://host/log.parquet", "GS://b/x"])(
    "%s is refused, with what to do",
    async (path) => {
      await expect(listPaths([path])).rejects.toThrow(/is not read directly; mount the bucket/);
    },
  );

  test("paths of files are none", () => {
    for (const path of ["a/b.jsonl", "./s3/x", "C:/x", "a:b", "-"]) refuseRemote(path);
  });
});
