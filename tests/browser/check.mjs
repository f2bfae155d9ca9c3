// Looks at pages of the report and writes what it found as JSON, a line a page, width and scheme.
// usage: node check.mjs CHROMIUM FOLDER PAGE...
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [, , executablePath, folder, ...pages] = process.argv;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const root = pathToFileURL(folder).href;

// texts of a chart that lie on one another or outside the picture
function crowded() {
  const found = [];
  for (const svg of document.querySelectorAll("svg.vega")) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((one) => one.textContent.trim() && one.getAttribute("opacity") !== "0" && !one.closest(".s-here"));
    const boxes = texts.map((one) => [one.textContent, one.getBoundingClientRect()]);
    for (const [index, [text, box]] of boxes.entries()) {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
        found.push(`outside the picture: ${text}`);
      }
      for (const [other, its] of boxes.slice(index + 1)) {
        const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (wide > 1 && high > box.height / 3) found.push(`${text} on ${other}`);
      }
    }
  }
  return found;
}

for (const page of pages) {
  for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [320, "light"]]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const tab = await context.newPage();
    const requests = [], errors = [];
    tab.on("request", (one) => requests.push(one.url()));
    tab.on("pageerror", (error) => errors.push(String(error)));
    await tab.goto(`${root}/${page}`);
    // what is folded away is judged too
    await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    const texts = await tab.evaluate(crowded);
    await tab.evaluate(axe);
    const judged = await tab.evaluate(() => axe.run());
    console.log(JSON.stringify({
      page, width, colorScheme, wide, texts, errors,
      outside: requests.filter((url) => !url.startsWith(root)),
      rules: judged.passes.map((rule) => rule.id),
      violations: judged.violations.map((rule) => `${rule.id}: ${rule.help}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`),
    }));
    await context.close();
  }
}

const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await plain.goto(`${root}/league.html`);
const rows = await plain.locator("#league tbody tr:visible").count();
const buttons = await plain.locator("#league button").count();
await plain.goto(`${root}/trusts.html`);
const listed = await plain.locator(".trusts li:visible").count();
const box = await plain.locator("#search:visible").count();
console.log(JSON.stringify({ without_scripts: { rows, buttons, listed, box } }));

const tab = await browser.newPage();
await tab.goto(`${root}/league.html`);
const names = () => tab.locator("#league tbody th").allTextContents();
const before = await names();
await tab.getByRole("button", { name: "Trust" }).click();
const ascending = await names();
await tab.getByRole("button", { name: "Trust" }).click();
const descending = await names();
await tab.goto(`${root}/index.html`);
await tab.getByRole("link", { name: "Find a trust" }).first().click();
await tab.getByRole("searchbox").fill("barnsl");
const said = await tab.getByRole("status").textContent();
await tab.getByRole("searchbox").press("Enter");
await tab.waitForURL(/trust\/RFF\.html$/);
console.log(JSON.stringify({ with_scripts: { before, ascending, descending, said, heading: await tab.locator("h1").textContent() } }));
await browser.close();
