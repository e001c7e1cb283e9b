import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands/index.js";
import { tooWide } from "../report/lines.js";
import { tapo } from "./tapo.js";

describe("help", () => {
  test.each([["tapo", []], ...COMMANDS.map(({ name }) => [name, [name]] as const)] as const)(
    "%s",
    async (name, args) => {
      const { code, stdout, stderr } = await tapo([...args, "--help"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(tooWide(stdout, 80)).toEqual([]);
      if (name !== "tapo") expect(stdout.match(/^ {2}tapo /gm)?.length).toBeGreaterThanOrEqual(2);
      // The simulation's own options are another folder's: their table is not written down twice.
      if (name !== "simulate") await expect(stdout).toMatchFileSnapshot(`golden/help-${name}.txt`);
    },
  );

  test("--version", async () => {
    expect((await tapo(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
