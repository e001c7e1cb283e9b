import type { GateResult } from "../../model/ablation.js";
import { plainText } from "../plain-text.js";

/** The gates as a JUnit report: each one is a test case. Without gates, a suite of none. */
export function junit(command: string, gates: readonly GateResult[]): string {
  const failed = gates.filter(({ passed }) => !passed).length;
  const counts = `tests="${gates.length}" failures="${failed}" errors="0" skipped="0"`;
  const cases = gates.map((gate) => testCase(command, gate));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tapo" ${counts}>`,
    `  <testsuite name="tapo ${command}" ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(command: string, { expression, passed, message }: GateResult): string {
  const open = `    <testcase classname="tapo.${command}" name="${xml(expression)}"`;
  if (passed) return `${open}/>`;
  return `${open}><failure type="gate" message="${xml(message)}"/></testcase>`;
}

/** Text for an attribute. Characters that XML cannot hold are taken out before. */
function xml(text: string): string {
  return plainText(text)
    .replace(/[\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
