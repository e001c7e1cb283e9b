type Paint = (text: string) => string;

/** How a renderer marks text. Renderers never know whether the marks become colours. */
export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly warn: Paint;
  readonly name: Paint;
}

const same: Paint = (text) => text;

/** No marks at all: pipes, files, NO_COLOR. */
export const PLAIN_STYLE: Style = { strong: same, faint: same, good: same, bad: same, warn: same, name: same };

/** What a terminal renderer is given besides the result. */
export interface Page {
  readonly style: Style;
  /** Columns at hand. */
  readonly width: number;
}
