const SIDE_FILES = new Set([
  "metadata.json",
  "dataset_info.json",
  "dataset_infos.json",
  "state.json",
  "batch_summary.json",
  "aggregated_results.jsonl",
  "config.json",
]);
const LOG_NAME = /\.(?:jsonl|ndjson|json|parquet|arrow|feather|ipc)(?:\.(?:gz|gzip|zst|zstd))?$/i;

/** Whether a file met in a folder is no log by its name: what frameworks and data sets write beside their logs. */
export function isSideFile(name: string): boolean {
  const lower = name.toLowerCase();
  if (name.startsWith(".") || SIDE_FILES.has(lower) || lower.endsWith(".dataset_info.json")) return true;
  return !LOG_NAME.test(name);
}
