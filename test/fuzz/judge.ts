import { existsSync, readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { main } from "../../src/cli/main.js";
import { MARK } from "./hostile.js";

export interface Judged {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, as a terminal would show it. */
export async function runMain(args: readonly string[], stdin = ""): Promise<Judged> {
  const input = new PassThrough();
  input.end(stdin);
  const out = { stdout: "", stderr: "" };
  const sink = (name: "stdout" | "stderr") => {
    const stream = new PassThrough();
    stream.setEncoding("utf8").on("data", (text: string) => {
      out[name] += text;
    });
    return stream;
  };
  const [stdout, stderr] = [sink("stdout"), sink("stderr")];
  const code = await main(args, { stdin: input, stdout, stderr, env: { NO_COLOR: "1" } });
  await new Promise((resume) => setImmediate(resume));
  return { code, ...out };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not come through
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u;

/** What is wrong with how the tool took an input, whatever the input is. */
export function faultsOf({ code, stdout, stderr }: Judged, codes: readonly number[] = [0, 2]): string[] {
  const faults: string[] = [];
  if (!codes.includes(code)) faults.push(`exit ${code}`);
  if (/a bug in tapo/.test(stderr)) faults.push(`unexpected: ${stderr.slice(0, 300)}`);
  if (code === 2 && stderr === "") faults.push("exit 2 and nothing said");
  for (const text of [stdout, stderr]) {
    const found = CONTROL.exec(text);
    if (found !== null)
      faults.push(
        `control character ${JSON.stringify(found[0])} in ${JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index + 40))}`,
      );
  }
  return [...faults, ...pollution()];
}

const PROTOTYPES = [Object.prototype, Array.prototype, Map.prototype, String.prototype, Function.prototype];
const CLEAN = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length);

function pollution(): string[] {
  const grown = PROTOTYPES.some((prototype, i) => Reflect.ownKeys(prototype).length !== CLEAN[i]);
  return grown || "polluted" in {} ? ["a prototype was changed"] : [];
}

/** What is wrong with written reports: markup of the log in HTML, formulas in CSV, control characters in any text. */
export function reportFaults(paths: readonly string[]): string[] {
  return paths.filter(existsSync).flatMap((path) => {
    const text = readFileSync(path, "utf8");
    const faults: string[] = [];
    if (path.endsWith(".html") && text.includes(MARK)) faults.push("markup of the log in HTML");
    if (path.endsWith(".csv"))
      faults.push(
        ...cells(text)
          .filter(isFormula)
          .map((cell) => `formula in CSV: ${cell.slice(0, 60)}`),
      );
    const control = /\.(parquet|arrow)$/.test(path) ? null : CONTROL.exec(text);
    if (control !== null) faults.push(`control character ${JSON.stringify(control[0])} in ${path}`);
    return faults;
  });
}

function isFormula(cell: string): boolean {
  return /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) && !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(cell);
}

/** Cells of RFC 4180 text. */
function cells(text: string): string[] {
  return [...text.matchAll(/(?:^|[,\n])("(?:[^"]|"")*"|[^",\n]*)/g)].map(([, cell = ""]) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}
