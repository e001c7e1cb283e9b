import type { InspectedInput, InspectResult } from "../model/inspect.js";
import { inspectRollout } from "./inspect-rollout.js";
import { count, counted } from "./numbers.js";
import { excerpt, plainText } from "./plain-text.js";
import type { Page } from "./style.js";
import { renderTable, section } from "./table.js";
import { warningBlock } from "./warnings.js";
import { wrap } from "./wrap.js";

/** Lists are cut there; the JSON has all. */
const CAP = 20;

/** `inspect` for a terminal: files, fields, groups, rewards, tools, the first rollout, what would be rejected. */
export function inspectText(result: InspectResult, page: Page): string {
  const parts = [
    inputs(result, page),
    warningBlock(result.warnings, page),
    section(page, "Groups", ...groups(result).map((text) => wrap(plainText(text), page.width, "  "))),
    section(page, "Rewards", wrap(rewards(result), page.width, "  ")),
    section(page, "Tools", tools(result, page)),
    section(page, "What the log has", ...has(result)),
    result.first === null ? "" : section(page, "First rollout", inspectRollout(result.first, page)),
    rejections(result, page),
  ];
  return `${parts.filter((part) => part !== "").join("\n")}\n`;
}

function inputs(result: InspectResult, page: Page): string {
  const shown = result.inputs.slice(0, CAP);
  const rest = result.inputs.length - shown.length;
  const seen = new Set<string>();
  const blocks = shown.flatMap((input) => {
    const compression = input.compression === "none" ? "" : `, ${input.compression}`;
    const head = `${plainText(input.path)}: ${input.dialect} (${input.format}${compression}), ${counted(input.rows, "row")}`;
    const known = seen.has(input.dialect);
    seen.add(input.dialect);
    return [page.style.strong(wrap(head, page.width)), ...(known ? [] : details(input, page))];
  });
  return [...blocks, ...(rest > 0 ? [`… and ${counted(rest, "more file")}`] : [])].join("\n");
}

function details(input: InspectedInput, page: Page): string[] {
  const because = wrap(`because ${plainText(input.because)}`, page.width, "  ");
  if (input.mapping.length === 0) return [because];
  const rows = input.mapping.map(({ name, field }) => [name, excerpt(field, 200)]);
  return [because, renderTable(page, [{ head: "what" }, { head: "read from", flexible: true }], rows)];
}

function groups({ grouping, funnel }: InspectResult): string[] {
  const found =
    `${counted(funnel.rollouts, "rollout")} (${count(funnel.successful)} successful, ${count(funnel.failing)} failing) in ${counted(funnel.groups, "group")}: ` +
    `${count(funnel.mixedGroups)} mixed, ${count(funnel.groupsWithEqualRewards)} with equal rewards, ${count(funnel.singletonGroups)} of one rollout; ` +
    `${counted(funnel.batches, "batch", "batches")}.`;
  return [grouping.message, ...(grouping.loggedAdvantages === null ? [] : [grouping.loggedAdvantages]), found];
}

function rewards({ rewards: list }: InspectResult): string {
  if (list.length === 0) return "too many different values to list";
  return list.map(({ reward, rollouts }) => `${reward} (${counted(rollouts, "rollout")})`).join(", ");
}

function tools({ tools: list }: InspectResult, page: Page): string {
  if (list.length === 0)
    return wrap(
      "No tool call was found. If the log has some, its dialect may be another: see --dialect.",
      page.width,
      "  ",
    );
  const shown = [...list].sort((a, b) => b.calls - a.calls).slice(0, CAP);
  const columns = [
    { head: "tool", flexible: true },
    { head: "calls", align: "right" as const },
    { head: "malformed", align: "right" as const },
    { head: "" },
  ];
  const rows = shown.map((row) => [
    excerpt(row.tool, 60),
    count(row.calls),
    count(row.malformed),
    row.excluded ? "left out" : "",
  ]);
  const rest = list.length - shown.length;
  return renderTable(page, columns, rows) + (rest > 0 ? `\n  … and ${counted(rest, "more tool")} in --json` : "");
}

function has({ has: found }: InspectResult): string[] {
  const rows: readonly (readonly [string, boolean | string | null])[] = [
    ["batch", found.batch],
    ["observations", found.observations],
    ["policy mask", found.policyMask],
    ["character spans", found.charSpans],
    ["logged advantages", found.loggedAdvantages],
    ["log-probabilities", found.logprobs],
    ["true advantages", found.trueAdvantages],
  ];
  return rows.map(
    ([name, value]) => `  ${name.padEnd(18)} ${typeof value === "string" ? value : value ? "yes" : "no"}`,
  );
}

function rejections({ rejections: list }: InspectResult, page: Page): string {
  if (list.length === 0) return section(page, "Rejections", "  None: every record can be used.");
  const lines = list.slice(0, CAP).map((r) => {
    const where = `${plainText(r.first.path)}: row ${r.first.row}`;
    const what = r.field === "" ? "record" : `field \`${excerpt(r.field, 80)}\``;
    const text = `${counted(r.count, "record")}: ${plainText(r.reason)}; first ${where}: ${what}: expected ${excerpt(r.expected, 120)}, found ${excerpt(r.found, 80)}`;
    return wrap(text, page.width, "    ", "  ");
  });
  return section(page, "Rejections", ...lines, "  --lenient leaves these out, counted.");
}
