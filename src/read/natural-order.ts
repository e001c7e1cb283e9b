const DIGITS = /(\d+)/;

/** Natural order of paths, segment by segment: `2.jsonl` before `10.jsonl`, a folder's files together. Locale-independent. */
export function compareNatural(a: string, b: string): number {
  const [x, y] = [a.split("/"), b.split("/")];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const order = compareSegments(x[i] ?? "", y[i] ?? "");
    if (order !== 0) return order;
  }
  return x.length - y.length || compareText(a, b);
}

function compareSegments(a: string, b: string): number {
  const [x, y] = [a.split(DIGITS), b.split(DIGITS)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const order = i % 2 === 1 ? compareDigits(x[i] ?? "", y[i] ?? "") : compareText(x[i] ?? "", y[i] ?? "");
    if (order !== 0) return order;
  }
  return x.length - y.length;
}

/** Numbers of any length by value: `010` equals `10` here and is told apart by the whole text later. */
function compareDigits(a: string, b: string): number {
  const [x, y] = [a.replace(/^0+(?=\d)/, ""), b.replace(/^0+(?=\d)/, "")];
  return x.length - y.length || compareText(x, y);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
