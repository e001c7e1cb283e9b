const EXTENSIONS = /(?:\.[a-z][a-z0-9]*){1,3}$/i;

/**
 * The step that a file's path names: a folder `step_N` (the innermost), else a stem that is a number or ends in `_N`,
 * `-N` or `stepN` (NeMo-RL's `train_data_step12`). Null where it names none.
 * Source: CONTRACT, first paragraph.
 */
export function batchFromPath(path: string): number | bigint | null {
  const parts = path.split(/[\\/]/);
  const stem = (parts.pop() ?? "").replace(EXTENSIONS, "");
  for (const folder of parts.reverse()) {
    const match = /^step_(\d+)$/.exec(folder);
    if (match) return exact(match[1] ?? "");
  }
  const match = /^(\d+)$/.exec(stem) ?? /(?:[_-]|step)(\d+)$/.exec(stem);
  return match ? exact(match[1] ?? "") : null;
}

function exact(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits);
}
