const LOWER_H = 104;
const URL_START = /^https?:\/\//i;

/** True for a string of kind `url` (SPEC section 3). */
export function isUrl(value: string): boolean {
  const first = value.charCodeAt(0) | 32;
  return first === LOWER_H && URL_START.test(value);
}

/**
 * Textual normal form of an http(s) URL (SPEC section 3): scheme and host lower-case, default port and fragment dropped,
 * every `/` at the end of the path dropped, query pieces sorted, empty ones dropped. No percent-decoding, no dot-segments.
 */
export function normaliseUrl(url: string): string {
  const schemeEnd = url.indexOf("://");
  const scheme = url.slice(0, schemeEnd).toLowerCase();
  let rest = url.slice(schemeEnd + 3);
  const fragment = rest.indexOf("#");
  if (fragment >= 0) rest = rest.slice(0, fragment);
  let query = "";
  const mark = rest.indexOf("?");
  if (mark >= 0) {
    query = rest.slice(mark + 1);
    rest = rest.slice(0, mark);
  }
  const slash = rest.indexOf("/");
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? "" : dropTrailingSlashes(rest.slice(slash));
  const pieces = query.split("&").filter((piece) => piece !== "");
  pieces.sort();
  return `${scheme}://${normaliseAuthority(authority, scheme)}${path}${pieces.length > 0 ? `?${pieces.join("&")}` : ""}`;
}

/** Lower-cases the host, keeps user info as it is, drops the scheme's default port. */
function normaliseAuthority(authority: string, scheme: string): string {
  const at = authority.lastIndexOf("@");
  const host = authority.slice(at + 1).toLowerCase();
  const defaultPort = scheme === "http" ? ":80" : ":443";
  const bare = host.endsWith(defaultPort) ? host.slice(0, -defaultPort.length) : host;
  return authority.slice(0, at + 1) + bare;
}

function dropTrailingSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path.charCodeAt(end - 1) === 47) end--;
  return path.slice(0, end);
}
