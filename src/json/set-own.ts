import type { JsonObject, JsonValue } from "../model/json.js";

/** Sets an own field, whatever it is called. */
export function setOwn(record: JsonObject, name: string, value: JsonValue): void {
  if (name !== "__proto__") record[name] = value;
  else Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
}
