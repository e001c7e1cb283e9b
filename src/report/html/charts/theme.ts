import type { Config } from "vega-lite";

/** Colours are the page's own, so that one drawing serves light and dark. */
export const FIRST = "var(--first)";
export const SECOND = "var(--second)";
export const RULE = "var(--rule)";
export const INK = "currentColor";

export const THEME: Config = {
  aria: false,
  background: "transparent",
  font: "sans-serif",
  view: { stroke: null },
  axis: {
    labelColor: INK,
    titleColor: INK,
    gridColor: RULE,
    domainColor: RULE,
    tickColor: RULE,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelLimit: 300,
    titlePadding: 8,
  },
  legend: { labelColor: INK, titleColor: INK, labelFontSize: 12, symbolStrokeWidth: 2, orient: "top", title: null },
  range: { category: [FIRST, SECOND] },
};
