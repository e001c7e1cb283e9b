import type { Dialect } from "./dialect.js";
import { DIALECT_NAMES, DIALECTS } from "./registry.js";

/** The dialects as a table in Markdown, in order of their names; the generic one last. */
export function dialectTable(): string {
  const named = DIALECT_NAMES.filter((name) => name !== "chat").sort();
  const rows = [...named, "chat" as const].map((name) => rowOf(DIALECTS[name]));
  return ["| dialect | framework | what it reads | groups | advantages |", "|---|---|---|---|---|", ...rows].join("\n");
}

function rowOf(dialect: Dialect): string {
  const cells = [
    `\`${dialect.name}\``,
    dialect.framework,
    dialect.writes,
    dialect.groups === "declared" ? (fieldOf(dialect, "group") ?? "declared") : "found by equal prompts",
    dialect.writeBack === undefined ? "" : `\`--write-to log\`: \`${dialect.writeBack.field}\``,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Where a standard name is read from: paths as code, other words as they are. */
function fieldOf({ mapping }: Dialect, name: string): string | undefined {
  const words = mapping.find((entry) => entry.name === name)?.field;
  return words?.split(", else ").every((path) => /^[\w.[\]]+$/.test(path))
    ? words.replace(/[\w.[\]]+(?=, else |$)/g, "`$&`")
    : words;
}
