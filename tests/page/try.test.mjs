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
  while (!["PREPARE", "PLACE"].includes(await page.getAttribute("#oled", "data-screen"))) {
    const said = await page.textContent("#oled-text");
    await press(page);
    await page.waitForFunction((old) => document.getElementById("oled-text").textContent !== old, said);
  }
}

test("it is painted within two seconds and keeps fifty steps a second", async () => {
  await visit("try", async (page) => {
    await screen(page, "HOME");
    const [paint] = await page.evaluate(() =>
      performance.getEntriesByName("first-contentful-paint").map((entry) => entry.startTime),
    );
    assert.ok(paint < 2000, `first paint after ${paint} ms`);
    let steps = 0;
    for (let look = 0; look < 5 && !(steps > 48); look++) { // another program may take the processor for a moment
      await page.evaluate(() => delete document.getElementById("pace").dataset.steps);
      await page.waitForSelector("#pace[data-steps]");
      steps = Number(await page.getAttribute("#pace", "data-steps"));
    }
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

test("with an empty battery it goes to deep sleep, and a press wakes it and begins nothing", async () => {
  await visit("try", async (page) => {
    await screen(page, "HOME");
    await page.fill("#feed", "3");
    await page.click("text=max");
    await page.waitForSelector("#felt:has-text('deep: a press wakes it')");
    await page.click("text=1x");
    await page.waitForSelector("#oled-text:has-text('dark')");
    await page.fill("#feed", "1");
    await press(page);
    await page.waitForSelector("#felt:has-text('sleepnone')");
    await page.waitForFunction(() => !/dark/.test(document.getElementById("oled-text").textContent));
    await screen(page, "HOME");
    await page.fill("#feed", "0");
    await page.waitForSelector("#felt:has-text('screenHOME')");
    await press(page); // the button has been let go: this one counts
    await page.waitForFunction(() => document.getElementById("oled").dataset.screen !== "HOME");
  });
});

test("what a reset cuts off is asked again", async () => {
  await visit("try", async (page) => {
    await screen(page, "HOME");
    const answer = await page.evaluate(async () => {
      const { theStrap } = await import(new URL("strap/desk.mjs", location.href).href);
      const strap = await theStrap();
      const asked = strap.command("set", { name: "battery_mv", value: 3700 });
      strap.restart();
      const late = new Promise((resolve) => setTimeout(resolve, 30000, "nothing"));
      return Promise.race([asked, late]);
    });
    assert.deepEqual(answer, {});
  });
});
