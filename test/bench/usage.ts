import { writeFileSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

/** Preloaded into measured Node processes: leaves processor time and peak memory of the whole process in a file. */
const path = process.env.BENCH_USAGE;
if (isMainThread && path !== undefined) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    writeFileSync(path, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, rss: maxRSS / 1024 }));
  });
}
