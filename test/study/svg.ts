/** Colours that people with any colour vision tell apart (Okabe and Ito). */
export const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"] as const;
const INK = "#222";
const GRID = "#ddd";

/** A linear scale from values to pixels. */
export function scale([from, to]: readonly [number, number], [start, end]: readonly [number, number]) {
  return (value: number): number => round(start + ((value - from) / (to - from)) * (end - start));
}

export function text(
  x: number,
  y: number,
  content: string,
  {
    anchor = "start",
    size = 12,
    colour = INK,
  }: { anchor?: "start" | "middle" | "end"; size?: number; colour?: string } = {},
): string {
  const safe = content.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${anchor}" fill="${colour}">${safe}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, colour: string = GRID, width = 1): string {
  return `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}" stroke-width="${width}"/>`;
}

export function dot(x: number, y: number, radius: number, colour: string, opacity = 1): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${radius}" fill="${colour}" fill-opacity="${opacity}"/>`;
}

export function curve(points: readonly (readonly [number, number])[], colour: string, dash = ""): string {
  const path = points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes}/>`;
}

/** The area between two curves, given from left to right. */
export function band(
  low: readonly (readonly [number, number])[],
  high: readonly (readonly [number, number])[],
  colour: string,
): string {
  const path = [...low, ...[...high].reverse()].map(([x, y]) => `${round(x)},${round(y)}`).join(" ");
  return `<polygon points="${path}" fill="${colour}" fill-opacity="0.15"/>`;
}

/** A whole picture on white, with a title that screen readers tell. */
export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `font-family="system-ui, sans-serif" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
