import { createHash } from "node:crypto";
import { html, type Markup, trusted } from "./markup.js";
import { SCRIPT } from "./script.js";
import { STYLE } from "./style.js";

/** A part of the page with its title, linked from the top. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

export interface Page {
  readonly title: string;
  readonly subject: string;
  /** What stands above all sections: findings, warnings. */
  readonly lead: Markup;
  readonly sections: readonly Section[];
}

/**
 * One file that opens from disk: no request, no script but one of its own. The policy in its head forbids everything else
 * by the hashes of the style and the script, so that text of the log stays text even if escaping failed.
 */
export function page({ title, subject, lead, sections }: Page): string {
  const policy = `default-src 'none'; style-src '${hash(STYLE)}'; script-src '${hash(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<h1>${title}</h1>
<p class="subject">${subject}</p>
</header>
<nav aria-label="Sections"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="content" tabindex="-1">
${lead}
${sections.map(
  ({ id, title: name, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${name}</h2>
${body}</section>
`,
)}</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.text;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
