import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { accessible, visit } from "./harness.mjs";

const WRONG = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../wrong_routines");
const good = (page) => page.waitForSelector("#verdict.good:has-text('bytes')");

// What the page says of a routine's text: its problems, or the strap's file.
const judged = (page, text) =>
  page.evaluate(async (given) => {
    const { parse } = await import(new URL("routines/yaml.mjs", location.href).href);
    const { check } = await import(new URL("routines/check.mjs", location.href).href);
    try {
      const { problems, rows } = await check(parse(given));
      return { problems: problems.map(([where, said]) => `${where.join(".")}: ${said}`), rows };
    } catch (error) {
      return { problems: [error.message], rows: "" };
    }
  }, text);

test("a shipped routine becomes the file that the host makes of it, through YAML and back", async () => {
  await visit("routines", async (page) => {
    await good(page);
    const library = await page.evaluate(async () => (await (await fetch("data/data.json")).json()).library);
    assert.ok(Object.keys(library).length >= 3);
    for (const { yaml, strap } of Object.values(library)) {
      assert.deepEqual(await judged(page, yaml), { problems: [], rows: strap });
      const again = await page.evaluate(async (given) => {
        const { parse, text } = await import(new URL("routines/yaml.mjs", location.href).href);
        return text(parse(given));
      }, yaml);
      assert.equal((await judged(page, again)).rows, strap);
    }
    await accessible(page);
  });
});

test("what the host refuses, the page refuses", async () => {
  await visit("routines", async (page) => {
    await good(page);
    const accepted = [];
    const files = fs.readdirSync(WRONG).filter((name) => name.endsWith(".yaml"));
    assert.ok(files.length > 50);
    for (const name of files) {
      const { problems } = await judged(page, fs.readFileSync(path.join(WRONG, name), "utf8"));
      if (!problems.length) accepted.push(name);
    }
    assert.deepEqual(accepted, []);
  });
});

test("a mistake is told at its field, of another step in the list, and goes when it is mended", async () => {
  await visit("routines", async (page) => {
    await good(page);
    await page.fill("#field-steps-0-spots", "12");
    await page.waitForSelector("#field-steps-0-spots[aria-invalid='true']");
    assert.match(await page.textContent("#field-steps-0-spots-wrong"), /12 is not allowed; allowed: 1 to 9/);
    assert.ok(await page.isDisabled("#to-flash"));
    await page.click("#steps button >> nth=2");
    await page.waitForSelector("#problems:has-text('12 is not allowed')");
    await page.click("#problems button");
    await page.fill("#field-steps-0-spots", "3");
    await good(page);
    assert.equal(await page.textContent("#problems"), "");
  });
});

test("a hold has times of its own until the last of them is taken away", async () => {
  await visit("routines", async (page) => {
    await good(page);
    const rows = () => page.evaluate(async () => (await import(new URL("session.mjs", location.href).href)).session.routine?.rows ?? "");
    const before = await rows();
    await page.fill("#field-steps-0-hold-target", "14 min");
    let now = before;
    while (now === before || !now) now = await rows();
    assert.match(now, /\[600,840,1500\]/);
    await page.fill("#field-steps-0-hold-target", "");
    while (now !== before) now = await rows();
    await page.fill("#field-steps-0-hold-most", "95 min");
    await page.waitForSelector("#field-steps-0-hold-most[aria-invalid='true']");
  });
});

test("a point is moved with the keys and by dragging, and its screens follow", async () => {
  await visit("routines", async (page) => {
    await good(page);
    const map = () => page.inputValue("#field-steps-0-map");
    const before = await map();
    const pixels = () => page.locator("#screens canvas").last().evaluate((canvas) => canvas.toDataURL());
    await page.waitForSelector("#screens figcaption:has-text('MAP')");
    const drawn = await pixels();
    await page.locator(".place.on[tabindex]").focus();
    for (let i = 0; i < 9; i++) await page.keyboard.press("ArrowLeft");
    const [x, y] = before.split(", ").map(Number);
    assert.equal(await map(), `${x - 9}, ${y}`);
    await page.waitForFunction(
      (old) => [...document.querySelectorAll("#screens canvas")].at(-1).toDataURL() !== old, drawn,
    );
    const place = await page.locator(".place.on[tabindex] circle >> nth=1").boundingBox();
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    await page.mouse.down();
    await page.mouse.move(place.x + 30, place.y + 60, { steps: 4 });
    await page.mouse.up();
    assert.notEqual(await map(), `${x - 9}, ${y}`);
    await good(page);
  });
});

test("a file is opened and saved", async () => {
  await visit("routines", async (page) => {
    await good(page);
    const yaml = await page.evaluate(async () => (await (await fetch("data/data.json")).json()).library.neck.yaml);
    await page.setInputFiles("#routine-file", { name: "mine.yaml", mimeType: "text/yaml", buffer: Buffer.from(yaml) });
    await page.waitForSelector("#verdict.good:has-text('entries')");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
    assert.equal(download.suggestedFilename(), "neck.yaml");
    assert.match(fs.readFileSync(await download.path(), "utf8"), /^id: neck$/m);
    await page.setInputFiles("#routine-file", { name: "bad.yaml", mimeType: "text/yaml", buffer: Buffer.from("id: [a\nname: <b>x</b>") });
    await page.waitForSelector("#problems:has-text('bad.yaml: line 2')");
  });
});
