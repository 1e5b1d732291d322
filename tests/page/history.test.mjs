import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { accessible, visit } from "./harness.mjs";
import { withStrap } from "./serial.mjs";

let home;
let files;
const python = (...words) => execFileSync(process.env.PYTHON, words, { encoding: "utf8" });

before(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "backstrap-holds-"));
  python("-m", "tests.page.records", path.join(home, "sessions"));
  files = fs.readdirSync(path.join(home, "sessions")).map((name) => path.join(home, "sessions", name));
});
after(() => fs.rmSync(home, { recursive: true, force: true }));

const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;

async function print(page) {
  return pages(await page.pdf({ preferCSSPageSize: true, printBackground: true }));
}

test("records become nights, curves and progress, on one page of paper", async () => {
  await visit("history", async (page) => {
    await page.waitForSelector("#choose-records");
    const bad = { name: "notes.hold", mimeType: "", buffer: Buffer.from("no record at all".repeat(20)) };
    const records = files.map((file) => ({ name: path.basename(file), mimeType: "", buffer: fs.readFileSync(file) }));
    await page.setInputFiles("#record-files", [bad, ...records]);
    await page.waitForSelector("#summary");
    assert.match(await page.textContent("#records-said"), /44 records read; notes.hold: not a hold record/);
    assert.match(await page.textContent("#summary"), /^44 holds on 23 nights, 2026-10-06 to 2026-11-12/);
    assert.equal(await page.locator(".night[role=button]").count(), 23);
    assert.equal(await page.locator(".trends svg").count(), 10);
    const curve = await page.getAttribute(".curve.load", "points");
    assert.ok(curve.split(" ").length > 300);
    const title = await page.textContent("#hold-title");
    await page.locator(".night[role=button]").first().press("Enter");
    assert.notEqual(await page.textContent("#hold-title"), title);
    assert.match(await page.textContent("#hold-title"), /2026-10-06$/);
    await page.setInputFiles("#record-files", records.slice(0, 3)); // the same once more
    await page.waitForSelector("#records-said:has-text('3 records read')");
    assert.match(await page.textContent("#summary"), /^44 holds/);
    await accessible(page);
    assert.equal(await print(page), 1);
  });
});

test("records are fetched from a strap over its port", async () => {
  await withStrap(["--bare"], async (strap) => {
    await visit("history", async (page) => {
      await page.click("#pull-usb");
      await page.waitForSelector("#records-said:has-text('2 records read')");
      assert.match(await page.textContent("#summary"), /^2 holds/);
    }, { script: strap.script });
  }, (state) => {
    fs.mkdirSync(path.join(state, "sessions"));
    for (const file of files.slice(0, 2)) fs.copyFileSync(file, path.join(state, "sessions", path.basename(file)));
  });
});

test("the report is one file that shows the same and fetches nothing", async () => {
  const database = path.join(home, "holds.db");
  const report = path.join(home, "report.html");
  python("-m", "backstrap", "pull", "--database", database, "--port", `folder:${home}`);
  python("-m", "backstrap", "report", "--database", database, "--html", report);
  await visit("flash", async (_, context) => {
    const page = await context.newPage();
    const asked = [];
    const wrong = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (line) => line.type() === "error" && wrong.push(line.text()));
    page.on("pageerror", (error) => wrong.push(error.stack));
    await page.goto(pathToFileURL(report).href);
    await page.waitForSelector("#summary");
    assert.match(await page.textContent("#summary"), /^44 holds on 23 nights/);
    await page.locator(".night[role=button]").first().click();
    assert.match(await page.textContent("#hold-title"), /2026-10-06$/);
    assert.ok((await page.getAttribute(".curve.load", "points")).split(" ").length > 100);
    await accessible(page);
    assert.equal(await print(page), 1);
    assert.deepEqual([asked.slice(1), wrong], [[], []]);
  });
});
