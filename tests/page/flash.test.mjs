import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { accessible, visit } from "./harness.mjs";
import { withStrap } from "./serial.mjs";

const said = (page, text) => page.waitForSelector(`#said:has-text("${text}")`);
const host = (strap, ...words) =>
  JSON.parse(execFileSync(process.env.PYTHON, ["-m", "backstrap", ...words, "--port", strap.address, "--json"], { env: strap.env }));

function allFiles(folder, inside = "") {
  return fs.readdirSync(path.join(folder, inside), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? allFiles(folder, `${inside}/${entry.name}`) : [`${inside}/${entry.name}`]);
}

test("an edited routine and the firmware go onto a bare board, and are read back equal", async () => {
  await withStrap(["--bare"], async (strap) => {
    await visit("routines", async (page) => {
      await page.waitForSelector("#verdict.good");
      await page.fill("#field-steps-0-lines", "Here, of all places.");
      const written = () => page.evaluate(async () => {
        const { session } = await import(new URL("session.mjs", location.href).href);
        return session.routine?.rows ?? "";
      });
      let rows = "";
      while (!rows.includes("of all places")) rows = await written();
      await page.click("#to-flash");
      await page.waitForSelector("#write");
      await accessible(page);
      await page.click("#write");
      await said(page, "Written and proved");
      assert.equal(fs.readFileSync(path.join(strap.state, "routines/upper-back.jsonl"), "utf8"), rows);
      assert.deepEqual(allFiles(strap.state).filter((name) => name.endsWith(".tmp")), []);
      await page.click("#look");
      await said(page, "files are there already");
      assert.match(await page.textContent("#said"), /BackStrap [0-9]/);
    }, { script: strap.script });
    const [routine] = host(strap, "list").routines;
    assert.deepEqual([routine.id, routine.bad], ["upper-back", null]);
    assert.equal(host(strap, "install", "--board", "esp32-c3-supermini").sent, 0);
  });
});

test("cancelled, nothing is left behind; cut, every file is whole", async () => {
  await withStrap(["--bare"], async (strap) => {
    await visit("flash", async (page) => {
      await page.click("#write");
      await page.waitForFunction(() => /^[1-9][0-9]* of/.test(document.getElementById("now").textContent));
      await page.click("#cancel");
      await said(page, "Cancelled");
      assert.deepEqual(allFiles(strap.state), []);
      await page.click("#write");
      await page.waitForFunction(() => /^[1-9][0-9]{3,} of/.test(document.getElementById("now").textContent));
      strap.cut();
      await said(page, "The link was lost");
      assert.deepEqual(allFiles(strap.state).filter((name) => !name.endsWith(".tmp")), []);
      await page.click("#write");
      await said(page, "Written and proved");
      assert.deepEqual(allFiles(strap.state).filter((name) => name.endsWith(".tmp")), []);
    }, { script: strap.script });
  });
});

test("a hold is not cut off", async () => {
  await withStrap(["--speed", "play"], async (strap) => {
    const script = path.join(path.dirname(strap.state), "hold");
    const presses = "press\nwait 2s\n".repeat(10);
    fs.writeFileSync(script, `wait 3s\n${presses}wait 6s\nlie 25kg\nexpect screen HOLD within 20s\nwait 10s\n`);
    host(strap, "push", "host_tools/backstrap/routines/library/upper-back.yaml");
    host(strap, "virtual", "play", script);
    const files = allFiles(strap.state);
    await visit("flash", async (page) => {
      await page.click("#write");
      await said(page, "Somebody lies on the ball");
    }, { script: strap.script });
    assert.equal(host(strap, "info").state, "HOLD");
    assert.deepEqual(allFiles(strap.state), files);
  });
});

test("another firmware goes into the idle slot, on trial, and is kept when it says that it is well", async () => {
  const prepare = (state) => {
    execFileSync(process.env.PYTHON, ["-c", `
from pathlib import Path
from backstrap.virtual.state import prepare_state
state = Path(${JSON.stringify(state)})
prepare_state(state, "esp32-c3-supermini")
with (state / "app_a/languages/en.txt").open("a") as f:
    f.write("\\nOLDER\\nwords\\n")
`]);
  };
  await withStrap(["--speed", "10"], async (strap) => {
    await visit("flash", async (page) => {
      await page.click("#write");
      await said(page, "The strap runs and says that it is well");
      assert.equal(fs.readFileSync(path.join(strap.state, "slot"), "utf8"), "b");
      assert.match(fs.readFileSync(path.join(strap.state, "app_a/languages/en.txt"), "utf8"), /OLDER/);
      assert.doesNotMatch(fs.readFileSync(path.join(strap.state, "app_b/languages/en.txt"), "utf8"), /OLDER/);
    }, { script: strap.script });
  }, prepare);
});

test("the page's own strap is flashed by the same code", async () => {
  await visit("flash", async (page) => {
    await page.check("[value=virtual]");
    await page.selectOption("#routine", "neck");
    await page.click("#write");
    await said(page, "Written and proved: 1 file");
    await page.click("#look");
    await said(page, "files are there already");
  });
});

test("without WebSerial it says what to use", async () => {
  const script = (page) => page.addInitScript(() => delete Navigator.prototype.serial);
  await visit("flash", async (page) => {
    await page.waitForSelector("#no-serial:has-text('Chromium, Chrome or Edge')");
    assert.ok(await page.isDisabled("[value=usb]"));
    assert.ok(await page.isChecked("[value=virtual]"));
  }, { script });
});
