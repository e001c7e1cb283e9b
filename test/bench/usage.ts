import { readFileSync, writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/** Preloaded into measured Node processes: leaves processor time and peak memory of the whole process in a file. */
const path = process.env.BENCH_USAGE;
if (isMainThread && path !== undefined) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(
      path,
      JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, rss: (ownPeak() ?? maxRSS) / 1024 }),
    );
  });
}

/** Peak memory in kB without what the parent held when it started this process; null where the system does not tell. */
function ownPeak(): number | null {
  try {
    const peak = /VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
    return peak === undefined ? null : Number(peak);
  } catch {
    return null;
  }
}
