import { stat } from "node:fs/promises";
import type { InputFile } from "../model/record.js";

/** Size and time of the last change of a file: another one means that it was written to. */
export async function fileStamp({ path, remote }: Pick<InputFile, "path" | "remote">): Promise<string> {
  if (remote !== undefined) return (await import("./remote/remote-source.js")).remoteStamp(path, remote);
  const { size, mtimeNs, ino } = await stat(path, { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}
