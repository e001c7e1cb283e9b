const SECONDS_A_DAY = 86400n;

/** `YYYY-MM-DD` of a day counted from 1970-01-01 (proleptic Gregorian calendar). */
export function dateText(day: bigint): string {
  const date = new Date(Number(day) * 86400000);
  if (Number.isNaN(date.getTime())) return `day ${day}`;
  const iso = date.toISOString();
  return iso.slice(0, iso.indexOf("T"));
}

/** `HH:MM:SS[.fraction]` of a time of day in ticks of which `perSecond` make a second; no digit is lost. */
export function timeText(ticks: bigint, perSecond: bigint): string {
  const seconds = Number(ticks / perSecond);
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  const digits = String(perSecond).length - 1;
  const fraction = String(ticks % perSecond)
    .padStart(digits, "0")
    .slice(0, digits)
    .replace(/0+$/, "");
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** `YYYY-MM-DD HH:MM:SS[.fraction]` of ticks since 1970, as DuckDB prints it. */
export function timestampText(ticks: bigint, perSecond: bigint): string {
  const perDay = perSecond * SECONDS_A_DAY;
  const time = ((ticks % perDay) + perDay) % perDay;
  return `${dateText((ticks - time) / perDay)} ${timeText(time, perSecond)}`;
}
