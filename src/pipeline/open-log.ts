import { InputError, UsageError } from "../model/errors.js";
import type { JsonObject } from "../model/json.js";
import { type InputFile, isFault } from "../model/record.js";
import type { LogOptions, RunOptions } from "../model/run.js";
import { detectDialect } from "../normalise/detect.js";
import type { Dialect } from "../normalise/dialect.js";
import { DIALECT_NAMES, dialectByName } from "../normalise/registry.js";
import { listInputs } from "../read/inputs.js";
import { readRows } from "../read/rows.js";
import { StandardInput } from "../read/standard-input.js";

/** Rows that a dialect is detected by. */
const SAMPLE = 16;

/** A file with the dialect that it is read in, and why. */
export interface LogFile {
  readonly file: InputFile;
  readonly dialect: Dialect;
  readonly because: string;
}

/** The files of a log, ready to be read as often as needed. */
export interface OpenLog {
  readonly files: readonly LogFile[];
  readonly stdin: StandardInput | undefined;
  close(): Promise<void>;
}

/**
 * Lists the input files and finds each one's dialect from its first rows.
 * @throws InputError where no file holds a record, or a dialect cannot be told.
 */
export async function openLog(inputs: readonly string[], run: RunOptions): Promise<OpenLog> {
  const stdin = inputs.includes("-") && run.stdin !== undefined ? await StandardInput.spool(run.stdin) : undefined;
  const close = async () => stdin?.close();
  try {
    const listed = await listInputs(inputs, {
      stdin,
      onNote: run.onNote,
      maxExpanded: run.maxExpanded,
      remote: run.remote,
    });
    const files: LogFile[] = [];
    for (const file of listed) files.push(await withDialect(file, run.log, stdin));
    return { files, stdin, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Finds a file's dialect from its first rows. */
export async function withDialect(
  file: InputFile,
  log: LogOptions,
  stdin: StandardInput | undefined,
): Promise<LogFile> {
  if (log.dialect !== null) {
    const dialect = dialectByName(log.dialect);
    if (dialect === null)
      throw new UsageError(`unknown dialect ${log.dialect}; there are: ${DIALECT_NAMES.join(", ")}`);
    return { file, dialect, because: "named by --dialect" };
  }
  const sample = await sampleRows(file, stdin);
  const detected = detectDialect(sample, file, log.map);
  if (detected !== null) return { file, dialect: detected.dialect, because: detected.because };
  const fields = [...new Set(sample.flatMap(Object.keys))].slice(0, 12).join(", ");
  throw new InputError(
    `${file.path}: no dialect fits ${sample.length === 0 ? "a file without a readable record" : `records with the fields ${fields}`}; ` +
      `name one with --dialect (${DIALECT_NAMES.join(", ")}) or map fields with --dialect chat --map reward=FIELD,messages=FIELD`,
  );
}

async function sampleRows(file: InputFile, stdin: StandardInput | undefined): Promise<JsonObject[]> {
  const sample: JsonObject[] = [];
  for await (const rows of readRows(file, { fields: null, limit: SAMPLE, stdin })) {
    for (const row of rows) if (!isFault(row)) sample.push(row.value);
  }
  return sample;
}
