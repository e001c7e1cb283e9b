/** One part of an id, with the type that it has in the log: `"42"` and `42` are different ids (SPEC section 1). */
export type ScalarId = string | number | bigint | boolean | null;

/** An id of a batch, group or rollout; a list where a user grouped by several fields. Null where the log has none. */
export type Id = ScalarId | readonly Id[];
