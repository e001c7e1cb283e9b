import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Processes whose command line holds a text, such as a folder that nothing else uses. Linux only. */
export function processesOf(marker: string): { readonly pid: number; readonly command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return command.includes(marker) ? [{ pid: Number(name), command }] : [];
      } catch {
        return []; // it ended meanwhile
      }
    });
}

/** Ends processes, in the end by force, and waits until they are gone. */
export async function endAll(pids: () => readonly number[]): Promise<void> {
  for (let i = 0; i < 50; i++) {
    const left = pids();
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, i < 20 ? "SIGTERM" : "SIGKILL");
      } catch {
        // it ended meanwhile
      }
    }
    await sleep(200);
  }
}

export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, seconds: number): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    if (await holds()) return;
    await sleep(250);
  }
  throw new Error(`after ${seconds} s still waiting for ${what}`);
}
