import type { JsonObject } from "../model/json.js";
import type { Dialect, DialectContext, Draft, Need } from "./dialect.js";
import { firstOf, NOTHING } from "./path.js";

/** A field by its path, or by the first of several that the record has. */
type Where = string | readonly string[];

const NAMES = ["batch", "group", "rollout", "reward", "success", "advantage", "prompt", "groundTruth"] as const;

/** Where the standard fields are; what is not named, the format does not hold. */
export type FieldMap = Readonly<Partial<Record<(typeof NAMES)[number], Where>>>;

/** A dialect whose records are one rollout each: a field map, and where the turns are. */
export interface FlatDialect extends Omit<Dialect, "fields" | "mapping" | "drafts"> {
  readonly map: FieldMap;
  /** Fields that hold the conversation. */
  readonly conversation: readonly string[];
  /** The turns, and whatever else is no plain field. */
  read(record: JsonObject, context: DialectContext): Pick<Draft, "turns"> & Partial<Draft>;
  /** Top-level fields needed besides; null where any may be. */
  extraFields?(need: Need): readonly string[] | null;
}

/** Makes the dialect that a field map describes. */
export function flatDialect({ map, conversation, read, extraFields, ...dialect }: FlatDialect): Dialect {
  const paths = NAMES.flatMap((name) => listOf(map[name])).concat(conversation);
  const top = paths.flatMap((path) => [path, path.split(".")[0] ?? path]);
  return {
    ...dialect,
    batchFields: listOf(map.batch),
    fields(need) {
      const extra = extraFields === undefined ? [] : extraFields(need);
      return extra === null ? null : [...new Set([...top, ...extra])];
    },
    mapping: [
      ...NAMES.flatMap((name) => (map[name] === undefined ? [] : [{ name, field: listOf(map[name]).join(", else ") }])),
      { name: "turns", field: conversation.join(", ") },
    ],
    *drafts(record, context) {
      const at = (name: keyof FieldMap) => (map[name] === undefined ? NOTHING : firstOf(record, listOf(map[name])));
      yield {
        record,
        batch: at("batch"),
        group: at("group"),
        id: at("rollout"),
        prompt: at("prompt"),
        groundTruth: at("groundTruth"),
        reward: at("reward"),
        ...(map.success !== undefined && { success: at("success") }),
        ...(map.advantage !== undefined && { advantage: at("advantage") }),
        ...read(record, context),
      };
    },
  };
}

function listOf(where: Where | undefined): readonly string[] {
  if (where === undefined) return [];
  return typeof where === "string" ? [where] : where;
}
