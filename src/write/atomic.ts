import { randomBytes } from "node:crypto";
import { readdirSync, rmSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError, UsageError } from "../model/errors.js";

export interface AtomicOptions {
  /** Replace an existing file. */
  readonly force: boolean;
  /** Paths that must not be written to, by whatever name or link. */
  readonly inputs?: readonly string[] | undefined;
}

/** Temporary files being written by this process. */
const pending = new Set<string>();

/** Takes away what unfinished writes have left so far, with what lies beside a temporary file under its name. For a process about to end. */
export function removeTemporaries(): void {
  for (const temporary of pending) removeNamed(temporary);
  pending.clear();
}

/** Files whose names begin with `path` are temporary from now on. Returns what takes them away. */
export function holdTemporary(path: string): () => void {
  pending.add(path);
  return () => {
    pending.delete(path);
    removeNamed(path);
  };
}

function removeNamed(temporary: string): void {
  const folder = dirname(temporary);
  try {
    for (const name of readdirSync(folder)) {
      if (name.startsWith(basename(temporary))) rmSync(join(folder, name), { force: true });
    }
  } catch {
    // a folder that cannot be listed had nothing written into it, or keeps it
  }
}

/**
 * Writes a file so that it appears whole or not at all: beside its place under a temporary name, synced, renamed.
 * `write` gets the temporary path and may write it by any means; where it throws, nothing stays behind.
 * @throws UsageError where the path is an input, a folder, a device or the like, or exists without `force`.
 */
export async function writeAtomically(
  path: string,
  options: AtomicOptions,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  await checkOutput(path, options);
  const place = await realPlace(path);
  await mkdir(dirname(place), { recursive: true }).catch((error: unknown) => {
    throw outputProblem(path, error);
  });
  const temporary = join(dirname(place), `.${basename(place)}.${randomBytes(6).toString("hex")}.tmp`);
  pending.add(temporary);
  try {
    await write(temporary);
    await sync(temporary);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    throw outputProblem(path, error);
  } finally {
    pending.delete(temporary);
  }
  await sync(dirname(place)).catch(() => {}); // some systems cannot sync a folder; the rename is atomic all the same
}

/** Checks that a file may be written, so that a run can refuse before its work. */
export async function checkOutput(path: string, options: AtomicOptions): Promise<void> {
  const info = await stat(path).catch(() => null);
  if (info === null) return;
  for (const input of options.inputs ?? []) {
    const other = await stat(input).catch(() => null);
    if (other !== null && other.ino === info.ino && other.dev === info.dev) {
      throw new UsageError(`${path}: is an input (${input}); an input is never overwritten, name another output`);
    }
  }
  if (info.isDirectory()) throw new UsageError(`${path}: is a folder where a file is to be written`);
  // renaming a file to a device's place would take the device away, for every program of the machine
  if (!info.isFile()) {
    throw new UsageError(
      `${path}: is a device, a pipe or a socket where a file is to be written; redirect standard output`,
    );
  }
  if (!options.force) throw new UsageError(`${path}: exists; use --force to replace it, or name another output`);
}

/** Opens a temporary file, hands it over and closes it. */
export async function withNewFile(temporary: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(temporary, "wx");
  try {
    await write(file);
  } finally {
    await file.close();
  }
}

/** A symbolic link is written through, not replaced. */
async function realPlace(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function outputProblem(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOTDIR" || code === "EEXIST")
    return new UsageError(`${path}: a part of the path is a file, not a folder`);
  if (code === "ENOSPC") return new InputError(`${path}: the disk is full; nothing was written`);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return new InputError(`${path}: may not be written; check the folder's permissions`);
  return error;
}
