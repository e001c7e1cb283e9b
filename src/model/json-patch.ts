/**
 * A change inside a JSON value that leaves the rest of it as it is: JSON text in its place, or changes of some members
 * (text keys) or elements (number keys). A member that is not there is added; an element must be there.
 */
export type JsonPatch = string | ReadonlyMap<string | number, JsonPatch>;
