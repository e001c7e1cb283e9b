import { describe, expect, test } from "vitest";
import { ablateCsv } from "../../src/report/ablate/ablate-csv.js";
import { ablateMarkdown } from "../../src/report/ablate/ablate-markdown.js";
import { ablateTable } from "../../src/report/ablate/ablate-table.js";
import { auditCsv } from "../../src/report/audit/audit-csv.js";
import { auditMarkdown } from "../../src/report/audit/audit-markdown.js";
import { auditTable } from "../../src/report/audit/audit-table.js";
import { githubAnnotations } from "../../src/report/gates/github.js";
import { junit } from "../../src/report/gates/junit.js";
import { PLAIN_STYLE } from "../../src/report/style.js";
import { ATTACKS, hostileAblation, hostileAudit } from "./html/hostile.js";

const page = { width: 80, style: PLAIN_STYLE };
const texts = (attack: string) => {
  const [audit, ablation] = [hostileAudit(attack), hostileAblation(attack)];
  return {
    terminal: auditTable(audit, page) + ablateTable(ablation, page),
    markdown: auditMarkdown(audit) + ablateMarkdown(ablation),
    csv: auditCsv(audit) + ablateCsv(ablation),
    junit: junit("ablate", ablation.gates),
    github: githubAnnotations(ablation.gates, ablation.warnings, attack),
  };
};

describe.each(ATTACKS)("a log whose every text is %j", (attack) => {
  const made = texts(attack);

  test("no form holds an escape sequence, a control character or a turn of the reading direction", () => {
    for (const text of Object.values(made))
      expect(text).not.toMatch(/[^\n\P{Cc}]|[\u2028-\u202e\u2066-\u2069]|\p{Cs}/u);
  });

  test("Markdown holds no markup of it", () => {
    expect(made.markdown).not.toMatch(/<(?!br)[a-z/!]/i);
    expect(made.markdown).not.toMatch(/(?<!\\)\]\(/);
  });

  test("no cell of the CSV is a formula", () => {
    for (const line of made.csv.split("\n")) {
      expect(line).not.toMatch(/(?:^|,)"?[=+@\t]/);
      expect(line).not.toMatch(/(?:^|,)"?-(?![\d.])/);
    }
  });

  test("JUnit stays XML, annotations stay one a line", () => {
    expect(made.junit.match(/<testcase /g)).toHaveLength(2);
    expect(made.junit.replace(/<\/?(?:\?xml|testsuites?|testcase|failure)[^<>]*>/g, "")).not.toContain("<");
    for (const line of made.github.trim().split("\n")) expect(line).toMatch(/^::(?:error|warning|notice) title=/);
  });
});

test("a line of 1 MB is cut in tables and takes no time", () => {
  const start = performance.now();
  const { terminal } = texts("x".repeat(1_000_000));
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(terminal.split("\n").filter((line) => line.length > 80).length).toBeLessThan(20);
});
