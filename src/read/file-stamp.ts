import { stat } from "node:fs/promises";

/** Size and time of the last change of a file: another one means that it was written to. */
export async function fileStamp(path: string): Promise<string> {
  const { size, mtimeNs, ino } = await stat(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}
