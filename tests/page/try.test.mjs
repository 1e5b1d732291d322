import assert from "node:assert/strict";
import { test } from "node:test";
import { accessible, visit } from "./harness.mjs";

const screen = (page, name) => page.waitForSelector(`#oled[data-screen="${name}"]`);

async function press(page) {
  await page.locator("#press").press("Space", { delay: 120 });
}

// The pages of what speaks against it, each with a press, then the first point.
async function toTheFirstPoint(page) {
  await screen(page, "HOME");
  for (let i = 0; i < 12; i++) {
    await press(page);
    await page.waitForTimeout(700);
    if ((await page.getAttribute("#oled", "data-screen")) === "PREPARE") return;
  }
}

test("it is painted within two seconds and keeps fifty steps a second", async () => {
  await visit("try", async (page) => {
    await screen(page, "HOME");
    const [paint] = await page.evaluate(() =>
      performance.getEntriesByName("first-contentful-paint").map((entry) => entry.startTime),
    );
    assert.ok(paint < 2000, `first paint after ${paint} ms`);
    await page.waitForTimeout(3000);
    await page.waitForSelector("#pace[data-steps]");
    await page.evaluate(() => delete document.getElementById("pace").dataset.steps);
    await page.waitForSelector("#pace[data-steps]");
    const steps = Number(await page.getAttribute("#pace", "data-steps"));
    assert.ok(steps > 48 && steps < 51, `${steps} steps a second`);
    await accessible(page);
  });
});

test("a hold goes from press to buzz", async () => {
  await visit("try", async (page) => {
    await toTheFirstPoint(page);
    await screen(page, "PLACE");
    await page.click("#lie");
    await screen(page, "HOLD");
    assert.match(await page.textContent("#felt"), /on the ball/);
    await page.click("text=max");
    await screen(page, "RELEASE");
    await page.click("text=1x");
    await page.waitForSelector("#sounding:has-text('tone')");
    await page.click("#lie");
    await screen(page, "REST");
  });
});
