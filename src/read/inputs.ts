import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { InputError, UsageError } from "../model/errors.js";
import type { InputFile } from "../model/record.js";
import { DEFAULT_ACCESS, type RemoteAccess } from "../model/remote.js";
import { expandGlob, isGlob } from "./expand-glob.js";
import { fileProblem } from "./file-problem.js";
import { fileStamp } from "./file-stamp.js";
import { compareNatural } from "./natural-order.js";
import { isRemote, refuseOthers } from "./remote/address.js";
import { isSideFile } from "./side-file.js";
import { sniffFormat } from "./sniff-format.js";
import type { StandardInput } from "./standard-input.js";

export interface ListOptions {
  /** Standard input, for the argument `-`. */
  readonly stdin?: StandardInput | undefined;
  /** Told of files of a folder that are left out, and of files named twice. */
  readonly onNote?: ((note: string) => void) | undefined;
  /** Most bytes that each compressed file may expand to. */
  readonly maxExpanded?: number | undefined;
  /** How addresses are asked for. */
  readonly remote?: RemoteAccess | undefined;
}

/** A file by its names, before its content is looked at. */
export type Listed = Pick<InputFile, "index" | "path" | "name" | "remote">;

type Found = Pick<InputFile, "path" | "name" | "remote">;

/**
 * The files that arguments name: files, folders (with all below, in natural order), globs and `-`. Formats are by content.
 * A file that is named twice is read once.
 * @throws InputError where a path is missing, cannot be read, goes round in a circle, holds no log or is no log.
 * @throws UsageError for `-` without standard input, or no argument.
 */
export async function listInputs(args: readonly string[], options: ListOptions = {}): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for (const listed of await listPaths(args, options)) files.push(await openListed(listed, options));
  return files;
}

/** The files that arguments name, without a look into them. Throws as `listInputs`. */
export async function listPaths(args: readonly string[], options: ListOptions = {}): Promise<Listed[]> {
  if (args.length === 0) throw new UsageError("no input: name a file, a folder, a glob, or - for standard input");
  const note = options.onNote ?? (() => {});
  const found: Found[] = [];
  for (const argument of args) found.push(...(await expand(argument, note, options.remote ?? DEFAULT_ACCESS)));
  const files: Listed[] = [];
  const seen = new Set<string>();
  for (const one of found) {
    const { path } = one;
    const real = path === "-" || one.remote !== undefined ? path : await realpath(path);
    if (seen.has(real)) {
      note(`${path}: named twice, read once`);
      continue;
    }
    seen.add(real);
    files.push({ index: files.length, ...one });
  }
  return files;
}

/** Finds out what a listed file is, by its content. */
export async function openListed(listed: Listed, options: ListOptions): Promise<InputFile> {
  const { maxExpanded } = options;
  return {
    ...listed,
    ...(listed.path === "-" ? {} : { stamp: await fileStamp(listed) }),
    ...(await sniff(listed, options)),
    ...(maxExpanded === undefined ? {} : { maxExpanded }),
  };
}

async function sniff(
  { path, remote }: Listed,
  options: ListOptions,
): Promise<Pick<InputFile, "format" | "compression">> {
  if (remote !== undefined) return sniffRemote(path, remote);
  if (path !== "-") return sniffFormat(path);
  if (options.stdin === undefined) throw new UsageError("-: there is no standard input to read");
  const sniffed = await sniffFormat(path, { stdin: options.stdin });
  if (sniffed.format !== "jsonl" && sniffed.format !== "json" && sniffed.format !== "text") {
    throw new InputError(`-: a ${sniffed.format} file; standard input takes JSONL, so name the file`);
  }
  return sniffed;
}

async function sniffRemote(path: string, remote: RemoteAccess): Promise<Pick<InputFile, "format" | "compression">> {
  const sniffed = await sniffFormat(path, { remote });
  if (sniffed.format === "arrow-file" || sniffed.format === "arrow-stream") {
    throw new InputError(
      `${path}: an Arrow file, which is read from file systems only; copy it, or write Parquet or JSONL`,
    );
  }
  return sniffed;
}

async function expand(argument: string, note: (note: string) => void, remote: RemoteAccess): Promise<Found[]> {
  if (argument === "-") return [{ path: "-", name: "stdin.jsonl" }];
  const info = await stat(argument).catch((error: unknown) => {
    refuseOthers(argument);
    if (isRemote(argument) || isGlob(argument)) return null;
    throw fileProblem(argument, error);
  });
  if (info !== null) return info.isDirectory() ? folder(argument, note) : [file(argument, info.isFile())];
  if (isRemote(argument)) {
    const { listObjects } = await import("./remote/list-objects.js");
    return (await listObjects(argument, remote, note)).map((one) => ({ ...one, remote }));
  }
  const matches = await expandGlob(argument);
  if (matches.length === 0)
    throw new InputError(`${argument}: the pattern matches no file; check it, and quote it for the shell`);
  const found: Found[] = [];
  for (const match of matches) {
    const inner = await stat(match).catch((error: unknown) => {
      throw fileProblem(match, error);
    });
    found.push(...(inner.isDirectory() ? await folder(match, note) : [file(match, inner.isFile())]));
  }
  return found;
}

function file(path: string, regular: boolean): Found {
  if (!regular) throw new InputError(`${path}: neither a file nor a folder; copy its content to a file, or use -`);
  return { path, name: basename(path) };
}

async function folder(root: string, note: (note: string) => void): Promise<Found[]> {
  const paths: string[] = [];
  await collect(root, [await realpath(root)], paths, note);
  if (paths.length === 0) throw new InputError(`${root}: no log in this folder; name files of other kinds one by one`);
  return paths.sort(compareNatural).map((path) => ({ path, name: relative(root, path) }));
}

/** Adds the logs below a folder. `above` holds the real paths of the folders on the way here. */
async function collect(
  path: string,
  above: readonly string[],
  out: string[],
  note: (note: string) => void,
): Promise<void> {
  const names = await readdir(path).catch((error: unknown) => {
    throw fileProblem(path, error);
  });
  for (const name of names.sort(compareNatural)) {
    const inner = join(path, name);
    if (name.startsWith(".")) continue;
    const info = await stat(inner).catch((error: unknown) => {
      throw fileProblem(inner, error);
    });
    if (info.isDirectory()) {
      const real = await realpath(inner);
      if (above.includes(real))
        throw new InputError(`${inner}: a symbolic link to a folder above it; remove it or name the files`);
      await collect(inner, [...above, real], out, note);
    } else if (isSideFile(name)) note(`${inner}: not a log by its name, left out`);
    else out.push(inner);
  }
}
