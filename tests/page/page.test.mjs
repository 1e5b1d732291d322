import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { accessible, address, ROOMS, visit } from "./harness.mjs";

const PHONE = { width: 390, height: 844 };
const POLICY = [
  "default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self'",
  "connect-src 'self'", "worker-src 'self'", "base-uri 'none'", "form-action 'none'",
];
const BYTES_MOST = 900_000; // MicroPython among them
const home = (page) => page.waitForSelector(ROOMS.try);

test("every room is accessible, fits a phone, and has both themes", async () => {
  for (const [room, there] of Object.entries(ROOMS))
    await visit(room, async (page) => {
      await page.waitForSelector(there);
      for (const theme of ["dark", "light"]) {
        assert.equal(await page.getAttribute("html", "data-theme"), theme);
        await accessible(page);
        await page.click("#theme");
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(wide, PHONE.width, `${room} is ${wide} points wide`);
    }, { viewport: PHONE });
});

test("it is reached with the keyboard, and says which room it is", async () => {
  await visit("try", async (page) => {
    await home(page);
    await page.focus(".skip");
    await page.keyboard.press("Tab"); // the name, which leads home
    for (const room of ["try", "routines"]) {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.hash), `#${room}`);
    }
    await page.keyboard.press("Enter");
    await page.waitForSelector(ROOMS.routines);
    assert.match(await page.title(), /^Routines/);
    assert.equal(await page.locator("nav [aria-current=page]").textContent(), "Routines");
    await page.focus(".skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    assert.match(await page.title(), /^Routines/);
  });
});

test("nothing comes from elsewhere, and no script is in the page itself", async () => {
  const response = await fetch(address);
  const text = await response.text();
  const served = response.headers.get("content-security-policy");
  const [, written] = /"Content-Security-Policy" content="([^"]*)"/.exec(text);
  assert.deepEqual(served.split("; "), [...POLICY, "frame-ancestors 'none'"]);
  assert.deepEqual(written.split("; "), POLICY); // for hosts that set no headers
  assert.equal(text.match(/<script/g).length, 1);
  assert.doesNotMatch(text, /\son[a-z]+=|javascript:|style="/);
  await visit("try", async (page) => {
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    for (const [room, there] of Object.entries(ROOMS)) {
      await page.click(`nav [href="#${room}"]`);
      await page.waitForSelector(there);
    }
    assert.deepEqual(asked.filter((url) => !url.startsWith(address)), []);
  });
});

test("it is small, and says how small", async () => {
  const said = JSON.parse(execFileSync(process.env.PYTHON, ["-m", "backstrap", "page", "--check", "--json"]));
  const names = await (await fetch(`${address}data/files.json`)).json();
  let bytes = 0;
  for (const name of names) {
    const { headers } = await fetch(address + name, { method: "HEAD", headers: { "accept-encoding": "gzip" } });
    bytes += Number(headers.get("content-length"));
  }
  assert.equal(said.bytes, bytes);
  assert.ok(bytes < BYTES_MOST, `${bytes} bytes`);
  assert.ok(said.first_step_ms > 0 && said.first_step_ms < 5000, `first step after ${said.first_step_ms} ms`);
});

test("with the network off it works on, and again after a reload", async () => {
  await visit("try", async (page, context) => {
    await home(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await context.setOffline(true);
    await page.click('nav [href="#routines"]');
    await page.waitForSelector(ROOMS.routines);
    await page.reload();
    await page.waitForSelector(ROOMS.routines);
    await page.click('nav [href="#try"]');
    await home(page);
  });
});

test("written to a folder, it runs from a server that knows nothing of it", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "backstrap-site-"));
  execFileSync(process.env.PYTHON, ["-m", "backstrap", "page", "--out", folder]);
  const server = spawn(process.env.PYTHON, ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [said] = await new Promise((resolve) => server.stdout.once("data", (data) => resolve(/http:[^)]*/.exec(String(data)))));
    await visit("flash", async (_, context) => {
      const page = await context.newPage();
      await page.goto(said);
      await home(page);
      assert.equal(await page.evaluate(() => self.crossOriginIsolated), true);
    });
  } finally {
    server.kill();
    fs.rmSync(folder, { recursive: true });
  }
});
