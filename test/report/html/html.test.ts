import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ablateHtml } from "../../../src/report/html/ablate-html.js";
import { auditHtml } from "../../../src/report/html/audit-html.js";
import { EMPTY_AUDIT } from "../sample-audit.js";
import { ATTACKS, hostileAblation, hostileAudit } from "./hostile.js";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const MEGABYTE = "x ".repeat(500_000);
const NONE = { ...EMPTY_AUDIT, gates: [], extras: null };

const pages = {
  audit: await auditHtml(hostileAudit()),
  ablate: await ablateHtml(hostileAblation()),
  empty: await auditHtml(NONE),
};

describe("the HTML report as text", () => {
  test.each(Object.entries(pages))("%s: nothing of the log is markup, no control character is left", (_, html) => {
    for (const attack of ATTACKS) expect(html).not.toContain(attack);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<style/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<svg[^>]*onload|<[^>]* on[a-z]+=|javascript:[^a]/);
    for (const control of ["\u001b", "\u009b", "\u202e", "\u2066", "\u0000", "\u2028"])
      expect(html).not.toContain(control);
    expect(html).not.toMatch(/\p{Cs}/u);
  });

  test.each(Object.entries(pages))("%s: no address to load from, a policy that forbids it", (_, html) => {
    expect(html).toContain(`content="default-src 'none'; style-src 'sha256-`);
    expect(html).not.toMatch(/<[^>]*\s(?:src|style|srcset|xlink:href)=/);
    expect(html.match(/href="[^#]/)).toBeNull();
    expect(html).not.toMatch(/url\(|@import|eval\(|new Function/);
  });

  test("the same result gives the same bytes", async () => {
    expect(await auditHtml(hostileAudit())).toBe(pages.audit);
  });

  test("at most 2 MB, whatever the log holds", async () => {
    for (const html of [
      await auditHtml(hostileAudit(MEGABYTE, 6)),
      await ablateHtml(hostileAblation(MEGABYTE, 6)),
      await auditHtml(hostileAudit("短い文 <&> ".repeat(400), 600)),
      await ablateHtml(hostileAblation("短い文 <&> ".repeat(400), 600)),
    ]) {
      expect(Buffer.byteLength(html)).toBeLessThan(2_000_000);
    }
  }, 60_000);

  test("undefined figures are said, never drawn or NaN", () => {
    expect(pages.empty).toContain("n/a (no failing rollouts)");
    expect(pages.empty).toContain("Nothing to draw.");
    expect(pages.empty.split("<script>")[0]).not.toMatch(/NaN|undefined(?! share)/);
  });
});

const installed = existsSync(CHROMIUM);
if (!installed) process.stderr.write(`test/report/html: no ${CHROMIUM}, the page is not looked at in a browser\n`);

describe.skipIf(!installed)("the HTML report in Chromium", () => {
  let browser: Browser;
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(" ") });
  });
  afterAll(async () => browser?.close());

  async function open(html: string, options: Parameters<Browser["newContext"]>[0] = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const said: string[] = [];
    page.on("request", (request) => said.push(`request ${request.url()}`));
    page.on("console", (message) => said.push(`console ${message.text()}`));
    page.on("pageerror", (error) => said.push(`error ${error.message}`));
    await page.setContent(html);
    return { page, said, close: () => context.close() };
  }

  const schemes = ["light", "dark"] as const;
  const views = Object.keys(pages).flatMap((name) =>
    schemes.flatMap((colorScheme) => [400, 1600].map((width) => ({ name, colorScheme, width }))),
  );
  test.each(views)(
    "$name, $colorScheme, $width px: no serious violation, nothing wider than the page",
    async (view) => {
      const { name, colorScheme, width } = view;
      const html = pages[name as keyof typeof pages];
      const { page, said, close } = await open(html, {
        colorScheme,
        viewport: { width, height: 900 },
        bypassCSP: true,
      });
      await openFirstCall(page);
      await page.evaluate(axe);
      const violations: unknown =
        await page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
      violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => id + " " + nodes[0].html))`);
      expect(violations).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      expect(said).toEqual([]);
      await close();
    },
  );

  test.each(["audit", "ablate"] as const)(
    "%s: no attack ran, nothing was asked for, the own script did",
    async (name) => {
      const { page, said, close } = await open(pages[name]);
      await page.hover("figure");
      expect(await page.evaluate("globalThis.owned")).toBeUndefined();
      expect(said).toEqual([]);
      expect(await page.locator("th button").count()).toBeGreaterThan(0);
      await close();
    },
  );

  test("works without JavaScript: a corrected turn opens by keyboard", async () => {
    const { page, close } = await open(pages.audit, { javaScriptEnabled: false });
    const detail = page.locator(".turn-detail").first();
    expect(await detail.isVisible()).toBe(false);
    await page.locator("a.turn.corrected").first().press("Enter");
    expect(await detail.isVisible()).toBe(true);
    expect(await detail.innerText()).toContain(
      "min(0, A + beta*s*sup*Adv) = min(0, -1.0000 + 0.8*0.9000*1.0000*1.0000) = -0.2800",
    );
    await page.locator(".close:visible").press("Enter");
    expect(await detail.isVisible()).toBe(false);
    await close();
  });

  test("tables sort by a press on a heading", async () => {
    const { page, close } = await open(pages.audit);
    const table = page.locator("#figures ~ .scroll table");
    await table.locator("th button", { hasText: "value" }).press("Enter");
    const values = await table.locator("tbody td:nth-child(2)").allInnerTexts();
    const numbers = values.map(Number.parseFloat);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(await table.locator("th[aria-sort=ascending]").count()).toBe(1);
    await close();
  });
});

async function openFirstCall(page: Page): Promise<void> {
  const call = page.locator("a.turn.corrected").first();
  if ((await call.count()) > 0) await call.click();
}
