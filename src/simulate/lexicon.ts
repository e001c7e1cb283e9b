/** Words of one language that prompts, calls and observations are made of. Templates hold `{e}` (the entity) and the names said beside them. */
export interface Lexicon {
  /** `{name}` and `{noun}` to the entity's name. */
  readonly entity: string;
  readonly names: readonly string[];
  readonly subjects: readonly Subject[];
  readonly attributes: readonly Attribute[];
  /** Things that nobody asked for. */
  readonly asides: readonly Topic[];
  readonly details: readonly Detail[];
  /** Parts of a picture with nothing to read on them. */
  readonly plain: readonly string[];
  /** Words that a paraphrase may end in. */
  readonly suffixes: readonly string[];
  readonly say: Phrases;
}

/** What can be in a picture. */
export interface Subject {
  readonly noun: string;
  /** How one would describe it without knowing its name. */
  readonly look: string;
}

/** Queries of one meaning, the usual one first, and what they bring. */
export interface Topic {
  readonly queries: readonly string[];
  /** Holds `{v}` where there is a value. */
  readonly sentence: string;
}

/** Something about the entity that a text search brings. */
export interface Attribute extends Topic {
  readonly ask: string;
  readonly values: readonly string[];
  /** Queries of another meaning that bring it too. */
  readonly otherQueries: readonly string[];
}

/** Something to read in the picture. */
export interface Detail {
  readonly label: string;
  readonly ask: string;
  readonly values: readonly string[];
}

/** Sentences around the words. `{asks}`, `{ask}`, `{label}`, `{noun}`, `{look}`, `{v}` are filled in. */
export interface Phrases {
  readonly separator: string;
  readonly question: string;
  readonly named: string;
  readonly askName: string;
  /** Queries that describe the picture. */
  readonly describe: readonly string[];
  readonly imageFound: string;
  /** What such a query brings. */
  readonly describedFound: string;
  readonly imageUseless: string;
  readonly textFound: string;
  readonly zoomFound: string;
  readonly zoomPlain: string;
  readonly nothing: {
    readonly image_search: string;
    readonly text_search: string;
    readonly image_zoom_in_tool: string;
  };
  readonly malformed: string;
  /** Thoughts before a call of each tool. */
  readonly think: {
    readonly image_search: readonly string[];
    readonly text_search: readonly string[];
    readonly image_zoom_in_tool: readonly string[];
    readonly answer: readonly string[];
    readonly unsure: readonly string[];
  };
}

/** A template with its `{names}` replaced; a name that is not given stays. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
