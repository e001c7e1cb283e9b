import { expect, test } from "vitest";
import { compareIds } from "../../src/json/id.js";
import type { Id } from "../../src/model/id.js";

test("ids stand in one order, whatever order they come in", () => {
  const ordered: Id[] = [
    ...[-(10n ** 400n), -5, 0, 1.5, 2, 9007199254740992, 9007199254740993n, 10n ** 21n, 1e21, 10n ** 21n + 1n],
    ...[1.5e308, 10n ** 400n, 10n ** 400n + 1n, "", "01", "1", "a", null],
  ];
  for (const [i, a] of ordered.entries()) {
    for (const [j, b] of ordered.entries()) expect(Math.sign(compareIds(a, b)), `${a} ${b}`).toBe(Math.sign(i - j));
  }
});
