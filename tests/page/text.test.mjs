// Whatever a strap, a routine or a record says, it is text: it never becomes an element.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOMS, visit } from "./harness.mjs";
import { withStrap } from "./serial.mjs";

const EVIL = "<img src=x onerror=globalThis.evil=1>";
const SHORT = "<img src=x>"; // a name on the strap has 21 letters
const CLOSING = "</script><img src=x>"; // a point's name in a record has 24

// A program that answers whatever the console is asked with such texts.
const LIVE = { backstrap: EVIL, state: EVIL, point: EVIL, prompt: EVIL, throb: EVIL, tissue: EVIL, load_pa: EVIL, breath_x100: EVIL, hold_ms: EVIL, target_ms: EVIL, contact: EVIL };
const MAIN = `import select
import sys
port = select.poll()
port.register(sys.stdin, select.POLLIN)
while True:
    if port.poll(20) and sys.stdin.read(1) == "\\n":
        print("#bs " + ${JSON.stringify(JSON.stringify(LIVE))})
`;

// The text is there to be read, and nothing has been made of it.
async function isText(page, selector, text = EVIL) {
  await page.waitForFunction(
    ([where, said]) => [...document.querySelectorAll(where)].some((one) => `${one.value} ${one.textContent}`.includes(said)),
    [selector, text],
  );
  await harmless(page);
}

async function harmless(page) {
  const made = await page.evaluate(() => [document.querySelectorAll("img, b, [onerror]").length, globalThis.evil ?? 0]);
  assert.deepEqual(made, [0, 0]);
}

test("in Try it: what the strap answers", async () => {
  await visit("try", async (page) => {
    await page.waitForSelector(ROOMS.try);
    await page.evaluate(async ([main]) => {
      const { theStrap } = await import(new URL("strap/desk.mjs", location.href).href);
      const strap = await theStrap();
      strap.disk.write("main.py", new TextEncoder().encode(main));
      strap.restart();
    }, [MAIN]);
    await isText(page, "#felt dd");
  });
});

test("in Routines: every text of a file, right or wrong", async () => {
  const texts = [
    `id: evil\nname: "${SHORT}"\nregion: upper-back\nformat: 1\nsteps:\n- exercise: "${SHORT}"\n  id: one\n  repeats: 3\n  lines: ["${SHORT}"]\n`,
    `id: "${EVIL}"\nname: {en: "${EVIL}", "${EVIL}": 1}\nregion: "${EVIL}"\nsource: "${EVIL}"\nnight: "${EVIL}"\n"${EVIL}": "${EVIL}"\n` +
      `hold: {least: "${EVIL}", "${EVIL}": 2}\nkits: [{position: "${EVIL}", balls: ["${EVIL}"], firmness: "${EVIL}"}]\n` +
      `schedule: [{weeks: "${EVIL}", times: {"${EVIL}": 1}}]\n` +
      `steps:\n- {muscle: "${EVIL}", id: "${EVIL}", sides: ["${EVIL}"], after: ["${EVIL}"], map: ["${EVIL}"], lines: ["${EVIL}"]}\n` +
      `- {exercise: "${EVIL}", id: "${EVIL}", time: "${EVIL}", band: "${EVIL}"}\n- {note: "${EVIL}"}\n`,
    `"${EVIL}": [`,
  ];
  await visit("routines", async (page) => {
    await page.waitForSelector(ROOMS.routines);
    const open = (text, name = "evil.yaml") =>
      page.setInputFiles("#routine-file", { name, mimeType: "text/yaml", buffer: Buffer.from(text) });
    await open(texts[0]);
    await isText(page, "#steps button", SHORT);
    await page.waitForSelector(ROOMS.routines);
    await open(texts[1]);
    await isText(page, "#problems li");
    await isText(page, ".field .bad-text");
    for (let i = 0; i < 3; i++) {
      await page.click(`#steps button >> nth=${i}`);
      await isText(page, ".field input, .field textarea");
    }
    await open(texts[2], `${EVIL}.yaml`);
    await isText(page, "#problems li", `${EVIL}.yaml`);
  });
});

test("in Flash: what the strap answers, and a routine's id", async () => {
  await withStrap([], async (strap) => {
    await visit("flash", async (page) => {
      await page.waitForSelector(ROOMS.flash);
      await page.evaluate(async ([id]) => {
        const { session } = await import(new URL("session.mjs", location.href).href);
        session.routine = { id, rows: "" };
        location.hash = "history";
      }, [EVIL]);
      await page.waitForSelector(ROOMS.history);
      await page.click('nav [href="#flash"]');
      await isText(page, "#routine option");
      await page.selectOption("#routine", "");
      await page.click("#look");
      await isText(page, "#said");
    }, { script: strap.script });
  }, (state) => fs.writeFileSync(path.join(state, "main.py"), MAIN));
});

const record = (point) =>
  execFileSync(process.env.PYTHON, ["-c", `import sys; from tests.page.records import hold; sys.stdout.buffer.write(hold(1, ${JSON.stringify(point)}, 20740, 1300, 600, "felt"))`]);

test("in History: a record's point and a file's name", async () => {
  await visit("history", async (page) => {
    await page.waitForSelector(ROOMS.history);
    await page.setInputFiles("#record-files", [
      { name: "000001.hold", mimeType: "", buffer: record(CLOSING) },
      { name: "000002.hold", mimeType: "", buffer: record("constructor") },
      { name: `${EVIL}.hold`, mimeType: "", buffer: Buffer.from("no record") },
    ]);
    await isText(page, "#records-said");
    for (const where of [".night-holds td", "#past .chart text", "#past .map-card p"]) await isText(page, where, CLOSING);
  });
});

test("in the report", async () => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "backstrap-evil-"));
  const [database, report] = ["holds.db", "report.html"].map((name) => path.join(home, name));
  const host = (...words) => execFileSync(process.env.PYTHON, ["-m", "backstrap", ...words, "--database", database]);
  try {
    fs.mkdirSync(path.join(home, "sessions"));
    fs.writeFileSync(path.join(home, "sessions/000001.hold"), record(CLOSING));
    host("pull", "--port", `folder:${home}`);
    host("report", "--html", report);
    await visit("flash", async (page) => {
      await page.goto(pathToFileURL(report).href);
      for (const where of ["#hold-title", ".night-holds td", ".chart text", ".map-card p"]) await isText(page, where, CLOSING);
    });
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
});
