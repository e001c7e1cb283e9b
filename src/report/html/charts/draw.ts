import type { TopLevelSpec } from "vega-lite";
import { html, type Markup, trusted } from "../markup.js";
import { THEME } from "./theme.js";

/** A chart for a given width of its plot, in pixels. */
export type Chart = (width: number) => TopLevelSpec;

/** Plot widths for a wide page and for a telephone; the page shows one of them. */
const WIDTHS = { wide: 520, narrow: 240 };

/** Draws a chart as inline SVG, without a browser and without scripts: once wide, once narrow. `label` says what it shows. */
export async function draw(chart: Chart, label: string): Promise<Markup> {
  const [wide, narrow] = [await toSvg(chart(WIDTHS.wide)), await toSvg(chart(WIDTHS.narrow))];
  return html`${svg("wide", wide, label)}${svg("narrow", narrow, label)}`;
}

async function toSvg(spec: TopLevelSpec): Promise<string> {
  const [vega, { compile }, { expressionInterpreter }] = await Promise.all([
    import("vega"),
    import("vega-lite"),
    import("vega-interpreter"),
  ]);
  const compiled = compile({ ...drawable(spec), config: THEME }, { logger: vega.logger(vega.None) });
  // The interpreter in place of vega's own compiler: nothing of the log ever becomes a function.
  const runtime = vega.parse(compiled.spec, undefined, { ast: true });
  const view = new vega.View(runtime, { expr: expressionInterpreter, renderer: "none", logLevel: vega.None });
  const text = await view.toSVG();
  view.finalize();
  return text;
}

/** Below this a scale's steps underflow and vega makes no ticks, then fails on them: no plot shows the difference to 0. */
const SMALLEST = 1e-290;

/** A specification whose numbers vega can draw. */
function drawable<T>(spec: T): T {
  return JSON.parse(JSON.stringify(spec, (_, value: unknown) => (isTiny(value) ? 0 : value))) as T;
}

function isTiny(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) < SMALLEST;
}

const EMPTY_PATH = /<path class="(?:background|foreground)"[^>]*\/>/g;
const HIDDEN_TEXT = /<text [^>]*opacity="0"[^>]*>[^<]*<\/text>/g;
const NOISE = / (?:class|role|aria-[a-z]+|pointer-events|font-family|stroke-miterlimit)="[^"]*"| opacity="1"/g;
const LONG_FRACTION = /(\d+\.\d{2})\d+/g;

/** The drawing without what only vega's own scripts need, as one image with a name. */
function svg(className: string, drawn: string, label: string): Markup {
  const size = /viewBox="([^"]*)"/.exec(drawn)?.[1] ?? "0 0 0 0";
  const [, , width = "0", height = "0"] = size.split(" ");
  const body = drawn
    .slice(drawn.indexOf(">") + 1, drawn.lastIndexOf("</svg>"))
    .replace(EMPTY_PATH, "")
    .replace(HIDDEN_TEXT, "")
    .replace(/<[^>]+>/g, (tag) => tag.replace(NOISE, "").replace(LONG_FRACTION, "$1"));
  return html`<svg class="${className}" role="img" aria-label="${label}" viewBox="${size}" width="${width}" height="${height}">${trusted(body)}</svg>
`;
}
