import { expect, test } from "vitest";
import { parseBytes, TooLongError } from "../../src/read/parse-bytes.js";

test("more items than V8 can hold are an error, not the end of the process", () => {
  const bytes = Buffer.alloc(2 ** 26 + 4, "1,");
  bytes[0] = "[".charCodeAt(0);
  bytes[bytes.length - 1] = "]".charCodeAt(0);
  expect(() => parseBytes(bytes, 0, bytes.length)).toThrow(TooLongError);
  expect(parseBytes(Buffer.from('x[1,"\u00e9"]x'), 1, 9)).toEqual([1, "\u00e9"]);
});
