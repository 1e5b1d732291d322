// A picture of each room: PICTURES is the folder for them, RECORDS has records to show.

import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { visit } from "./harness.mjs";

const [folder, records] = [process.env.PICTURES, process.env.RECORDS];
const viewport = { width: 1080, height: 720 };

const picture = (room, prepare, more = {}) =>
  test(room, () =>
    visit(room, async (page) => {
      await prepare(page);
      await page.mouse.move(0, 0);
      await page.evaluate(() => document.activeElement?.blur());
      await page.screenshot({ path: path.join(folder, `page-${room}.png`), ...more });
    }, { viewport }));

picture("try", async (page) => {
  const screen = (name) => page.waitForSelector(`#oled[data-screen="${name}"]`);
  await screen("HOME");
  while (!["PREPARE", "PLACE"].includes(await page.getAttribute("#oled", "data-screen"))) {
    await page.locator("#press").press("Space", { delay: 120 });
    await page.waitForTimeout(1200); // longer than it takes until the screen is read
  }
  await screen("PLACE");
  await page.click("#lie");
  await screen("HOLD");
  await page.waitForTimeout(16000); // the display goes dark after 20 s
}, { fullPage: true });

picture("routines", (page) => page.waitForSelector("#screens figcaption:has-text('MAP')"), { fullPage: true });

picture("flash", async (page) => {
  await page.click("[value=virtual]");
  await page.selectOption("#routine", "neck");
  await page.click("#write");
  await page.waitForSelector("#said:has-text('Written')");
});

picture("history", async (page) => {
  await page.waitForSelector("#choose-records");
  await page.setInputFiles("#record-files", fs.readdirSync(records).map((name) => path.join(records, name)));
  await page.waitForSelector("#summary");
}, { fullPage: true });
