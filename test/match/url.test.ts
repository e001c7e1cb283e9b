import { describe, expect, test } from "vitest";
import { isUrl, normaliseUrl } from "../../src/match/url.js";
import { makeRandom } from "../property/random.js";
import { normaliseUrl as reference } from "../reference/similarity.js";

const PIECES = ["", "a", "b=2", "a=1", "%78", "B", "z=/", "="] as const;

describe("normal form of a URL", () => {
  test.each([
    ["HTTP://A.Org:80/X/?b=2&a=1#top", "http://a.org/X?a=1&b=2"],
    ["https://a.org:443", "https://a.org"],
    ["https://a.org:80/", "https://a.org:80"],
    ["http://a.org:443/", "http://a.org:443"],
    ["http://a.org/x//", "http://a.org/x"],
    ["http://a.org/x//y", "http://a.org/x//y"],
    ["http://a.org/?", "http://a.org"],
    ["http://a.org/?&&", "http://a.org"],
    ["http://a.org/x?b&&a&", "http://a.org/x?a&b"],
    ["http://a.org?q=/", "http://a.org?q=/"],
    ["http://a.org/x#f?b#c", "http://a.org/x"],
    ["http://a.org/x?y?z", "http://a.org/x?y?z"],
    ["http://User:Pass@A.org:80/x", "http://User:Pass@a.org/x"],
    ["http://a@b@C.org/x", "http://a@b@c.org/x"],
    ["http://a.org/%78/../y", "http://a.org/%78/../y"],
    ["http://", "http://"],
    ["http:///x/", "http:///x"],
    ["http://a.org/x?u=http://B.org", "http://a.org/x?u=http://B.org"],
  ])("of %s is %s", (url, expected) => {
    expect(normaliseUrl(url)).toBe(expected);
    expect(normaliseUrl(expected)).toBe(expected);
  });

  test("agrees with an independent one on 2000 drawn URLs, and is its own normal form", () => {
    for (let seed = 0; seed < 2000; seed++) {
      const random = makeRandom(seed);
      const list = (separator: string) =>
        Array.from({ length: random.int(4) }, () => random.pick(PIECES)).join(separator);
      const url =
        random.pick(["http://", "HTTPS://", "hTTp://"]) +
        random.pick(["", "u@", "U:p@"]) +
        random.pick(["a.org", "A.ORG", ""]) +
        random.pick(["", ":80", ":443", ":8080"]) +
        random.pick(["", "/", `/${list("/")}`, `/${list("/")}//`]) +
        random.pick(["", `?${list("&")}`]) +
        random.pick(["", "#", "#x?y/"]);
      expect(normaliseUrl(url), url).toBe(reference(url));
      expect(normaliseUrl(normaliseUrl(url))).toBe(normaliseUrl(url));
    }
  });

  test("is for strings that begin with http:// or https:// in any case", () => {
    expect(["http://a", "HTTPS://A", "hTtP://"].every(isUrl)).toBe(true);
    expect(["ftp://a", " http://a", "http:/a", "xhttp://a", "https:a", "httpss://a", ""].some(isUrl)).toBe(false);
  });
});
