import { InputError } from "../model/errors.js";

const CAUSES = new Map([
  ["ENOENT", "no such file or folder; check the path"],
  ["ENOTDIR", "a part of the path is not a folder; check the path"],
  ["EACCES", "may not be read; check its permissions"],
  ["EPERM", "may not be read; check its permissions"],
  ["ELOOP", "its symbolic links go round in a circle; name the real file"],
  ["EISDIR", "is a folder where a file is needed"],
  ["ENAMETOOLONG", "the path is too long"],
]);

/** The error of a file operation as an InputError that names the file and says what to do. */
export function fileProblem(path: string, error: unknown): InputError {
  if (error instanceof InputError) return error;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const why = CAUSES.get(code) ?? `cannot be read (${error instanceof Error ? error.message : String(error)})`;
  return new InputError(`${path}: ${why}`);
}
