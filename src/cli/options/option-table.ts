import type { ValueKind } from "./value-kinds.js";

/** One option: everything that the command line, the config file, help and docs say of it. */
export interface OptionSpec<T> {
  /** As commander reads them: `--theta <x>`. Null: only in a config file. The long name in camel case is the key. */
  readonly flags: string | null;
  readonly description: string;
  readonly kind: ValueKind<T>;
  /** What holds where the option is not given, as help prints it. */
  readonly fallback?: string;
}

/** Options by key. */
export type OptionTable = Readonly<Record<string, OptionSpec<unknown>>>;

/** What the options of a table come to: those that were given. */
export type Given<T extends OptionTable> = { readonly [K in keyof T]?: T[K] extends OptionSpec<infer V> ? V : never };

/** A part of a command's options under its own title in help. */
export interface OptionGroup {
  readonly title: string;
  readonly table: OptionTable;
}

/** The members of `values` whose keys the table has. */
export function pick<T extends OptionTable>(table: T, values: Readonly<Record<string, unknown>>): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => Object.hasOwn(table, key))) as Given<T>;
}
