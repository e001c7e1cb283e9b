import { describe, expect, test } from "vitest";
import type { GateResult } from "../../../src/model/ablation.js";
import { gateLines } from "../../../src/report/gates/gate-lines.js";
import { githubAnnotations } from "../../../src/report/gates/github.js";
import { junit } from "../../../src/report/gates/junit.js";
import { PLAIN_STYLE } from "../../../src/report/style.js";

const gate = (passed: boolean, expression: string, message = expression): GateResult => {
  return { expression, value: 1, passed, message };
};
const GATES = [gate(true, "tapo.signFlips == 0"), gate(false, "a >= 1", 'a: "100 %" & <b>\u001b[1m\n::error::x')];

describe("gates in reports", () => {
  test("terminal: failed ones first", () => {
    expect(gateLines(GATES, { width: 80, style: PLAIN_STYLE })).toBe(
      '\nGates: 1 of 2 gates failed\n  FAILED  a: "100 %" & <b> ::error::x\n  passed  tapo.signFlips == 0',
    );
    expect(gateLines([], { width: 80, style: PLAIN_STYLE })).toBe("");
  });

  test("junit: each one a test case", () => {
    const xml = junit("ablate", GATES);
    expect(xml).toContain('<testsuites name="tapo" tests="2" failures="1" errors="0" skipped="0">');
    expect(xml).toContain('<testcase classname="tapo.ablate" name="tapo.signFlips == 0"/>');
    expect(xml).toContain('message="a: &quot;100 %&quot; &amp; &lt;b&gt; ::error::x"');
    expect(junit("audit", [])).toContain('tests="0"');
  });

  test("github: one command a line, and none from the text", () => {
    const warnings = [{ code: "few", message: "50 % of\n::error::it" }];
    expect(githubAnnotations(GATES, warnings, "Found 1 %.").split("\n")).toEqual([
      '::error title=tapo gate::a: "100 %25" & <b> ::error::x',
      "::warning title=tapo few::50 %25 of ::error::it",
      "::notice title=tapo::Found 1 %25. Gates: 1 of 2 gates failed.",
      "",
    ]);
  });
});
