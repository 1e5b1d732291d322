// A browser with the page in it, which `backstrap page` serves (__main__.py). Whatever it says on its console as an
// error, or throws, fails the test that opened it.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
  "--disable-background-networking", "--disable-component-update",
];
const PATIENCE_MS = 60000;

export const address = process.env.PAGE_URL;
let browser;

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.BROWSER_PATH, args: FLAGS });
});

after(() => browser?.close());

// A verb that runs until it is killed: {process, said: the JSON value that it begins with}.
export async function started(words, env = process.env) {
  const child = spawn(process.env.PYTHON, ["-m", "backstrap", ...words], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of readline.createInterface({ input: child.stdout }))
    return { process: child, said: JSON.parse(line) };
  throw new Error(`backstrap ${words.join(" ")} said nothing`);
}

// What tells that a room is there.
export const ROOMS = { try: '#oled[data-screen="HOME"]', routines: "#verdict.good", flash: "#write", history: "#choose-records" };

// The page at a room, in a browser of its own; `work` gets it, and it must have no errors.
export async function visit(room, work, { script, viewport } = {}) {
  const context = await browser.newContext({ viewport: viewport ?? { width: 1280, height: 900 } });
  const page = await context.newPage();
  const wrong = [];
  page.setDefaultTimeout(PATIENCE_MS);
  page.on("console", (line) => line.type() === "error" && wrong.push(line.text()));
  page.on("pageerror", (error) => wrong.push(error.stack));
  if (script) await script(page);
  await page.goto(`${address}#${room}`);
  try {
    await work(page, context);
  } catch (error) {
    error.message += `\non the page's console: ${wrong.join("\n") || "nothing"}`;
    throw error;
  } finally {
    await context.close();
  }
  assert.deepEqual(wrong, []);
}

// Nothing that axe calls serious or critical.
export async function accessible(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => globalThis.axe.run());
  const serious = found.violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  assert.deepEqual(serious, []);
}
