/** A JSON value as the readers give it. Integers outside the safe range are `bigint`, never rounded. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject;

/** A JSON object. May hold own keys such as `__proto__`: read with `Object.hasOwn` or `field()`. */
export interface JsonObject {
  [key: string]: JsonValue;
}
