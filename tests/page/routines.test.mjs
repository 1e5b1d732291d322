import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { accessible, visit } from "./harness.mjs";

const WRONG = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../wrong_routines");
const good = (page) => page.waitForSelector("#verdict.good:has-text('bytes')");

// The strap's file of what is on the form.
const rowsOf = (page) => page.evaluate(async () => (await import(new URL("session.mjs", location.href).href)).session.routine?.rows ?? "");

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

test("whatever is in a file, it is opened and told what is wrong", async () => {
  await visit("routines", async (page) => {
    await good(page);
    const files = fs.readdirSync(WRONG).filter((name) => name.endsWith(".yaml"));
    const texts = files.map((name) => fs.readFileSync(path.join(WRONG, name), "utf8"));
    const told = await page.evaluate(async (given) => {
      const input = document.getElementById("routine-file");
      const said = [];
      for (const text of given) {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], "wrong.yaml"));
        input.files = transfer.files;
        input.dispatchEvent(new Event("change"));
        const judged = () => /to mend|bytes/.test(document.getElementById("verdict").textContent);
        while (input.value || !judged()) await new Promise((resolve) => setTimeout(resolve, 5));
        said.push(document.getElementById("verdict").textContent);
      }
      return said;
    }, texts);
    assert.deepEqual(files.filter((_, i) => !told[i].includes("to mend")), []);
  });
});

async function becomes(page, pattern) {
  let now = "";
  while (!pattern.test(now)) now = await rowsOf(page);
}

test("a schedule is written, judged at its fields, and taken away", async () => {
  await visit("routines", async (page) => {
    await good(page);
    const before = await rowsOf(page);
    await page.click("summary");
    await page.click("#add-phase");
    await becomes(page, /"schedule":\[\[0,7,\{"hold":1\}\]\]/);
    await page.fill("#field-schedule-0-times-hold", "4");
    await page.waitForSelector("#field-schedule-0-times-hold-wrong:has-text('4 points a night are more')");
    await page.fill("#field-schedule-0-times-hold", "2");
    await good(page);
    await page.click("#add-phase");
    await page.waitForSelector("#field-schedule-0-weeks-wrong:has-text('only the last phase goes on')");
    const spots = await page.inputValue("#field-steps-0-spots");
    await page.click("summary"); // closed, it opens for a mistake
    await page.fill("#field-steps-0-spots", "4");
    await page.waitForSelector("#field-schedule-0-weeks[aria-invalid='true']:visible");
    await page.fill("#field-schedule-0-weeks", "6");
    await page.fill("#field-schedule-1-days", "3");
    await becomes(page, /"schedule":\[\[6,7,\{"hold":2\}\],\[0,3,\{"hold":1\}\]\]/);
    await accessible(page);
    await page.fill("#field-steps-0-spots", spots);
    for (const phase of [2, 1]) await page.click(`text=Remove phase ${phase}`);
    await becomes(page, /"schedule":\[\]/);
    assert.equal(await rowsOf(page), before);
  });
});

test("a phase follows the exercises: another id has a field, the old one is told", async () => {
  await visit("routines", async (page) => {
    await good(page);
    await page.selectOption("#shipped", "neck");
    await page.click("#steps button:has-text('Neck sitting'), #steps button >> nth=-1");
    const id = page.locator("[id^=field-steps-][id$=-id]");
    const [was, path] = [await id.inputValue(), await id.getAttribute("id")];
    assert.match(path, /^field-steps-[0-9]+-id$/);
    await id.fill("renamed");
    await page.waitForSelector(`#field-schedule-0-times-${was}-wrong:has-text("unknown exercise")`);
    for (const phase of [0, 1, 2]) {
      const old = page.locator(`#field-schedule-${phase}-times-${was}`);
      if (await old.count()) await old.fill("");
      await page.fill(`#field-schedule-${phase}-times-renamed`, "1");
    }
    await becomes(page, /"renamed":1.*"renamed":1.*"renamed":1/);
  });
});

test("a hold has times of its own until the last of them is taken away", async () => {
  await visit("routines", async (page) => {
    await good(page);
    const before = await rowsOf(page);
    await page.fill("#field-steps-0-hold-target", "14 min");
    let now = before;
    while (now === before || !now) now = await rowsOf(page);
    assert.match(now, /\[600,840,1500\]/);
    await page.fill("#field-steps-0-hold-target", "");
    while (now !== before) now = await rowsOf(page);
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
