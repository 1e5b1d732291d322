// A fake navigator.serial whose one port is the serial port of a virtual strap: real MicroPython in
// a process of its own, reached over TCP. As strict as a browser: a port is only given on a gesture.

import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { started } from "./harness.mjs";

// work({script, state, address, env, cut}); script makes a page's port, cut pulls the cable.
// prepare(state) may put files on the flash before the strap starts.
export async function withStrap(words, work, prepare = () => {}) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "backstrap-page-"));
  const state = path.join(home, "flash");
  fs.mkdirSync(state);
  prepare(state);
  const env = { ...process.env, XDG_RUNTIME_DIR: home };
  const strap = await started(["virtual", "start", "--state", state, "--json", ...words], env);
  const sockets = new Set();
  try {
    const { tcp } = strap.said;
    const cut = () => sockets.forEach((socket) => socket.destroy());
    await work({ state, env, address: tcp, cut, script: (page) => plug(page, tcp, sockets) });
  } finally {
    sockets.forEach((socket) => socket.destroy());
    strap.process.kill();
    await new Promise((resolve) => strap.process.once("exit", resolve));
    fs.rmSync(home, { recursive: true, force: true });
  }
}

async function plug(page, tcp, sockets) {
  let socket = null;
  await page.exposeFunction("portOpen", () => {
    const [host, port] = tcp.replace("socket://", "").split(":");
    socket = net.connect(Number(port), host);
    sockets.add(socket);
    const tell = (name, value) => page.evaluate(([n, v]) => globalThis[n](v), [name, value]).catch(() => {});
    socket.on("data", (data) => tell("portHeard", [...data]));
    socket.on("close", () => tell("portGone", null));
    socket.on("error", () => {});
    return new Promise((resolve) => socket.once("connect", () => resolve()));
  });
  await page.exposeFunction("portWrite", (bytes) => {
    if (socket.destroyed) throw new Error("the device has been lost");
    socket.write(Buffer.from(bytes));
  });
  await page.exposeFunction("portClose", () => socket.destroy());
  await page.addInitScript(fakeSerial);
}

function fakeSerial() {
  let reading = null;
  globalThis.portHeard = (bytes) => reading?.enqueue(Uint8Array.from(bytes));
  globalThis.portGone = () => {
    try {
      reading?.error(new DOMException("The device has been lost.", "NetworkError"));
    } catch {
      reading = null;
    }
  };
  const port = {
    readable: null,
    writable: null,
    getInfo: () => ({ usbVendorId: 0x303a, usbProductId: 0x1001 }),
    async open({ baudRate }) {
      if (port.readable) throw new DOMException("The port is already open.", "InvalidStateError");
      if (!(baudRate > 0)) throw new TypeError("baudRate");
      await globalThis.portOpen();
      port.readable = new ReadableStream({ start: (controller) => (reading = controller) });
      port.writable = new WritableStream({ write: (chunk) => globalThis.portWrite([...chunk]) });
    },
    async close() {
      if (port.readable.locked || port.writable.locked) throw new TypeError("a stream is locked");
      [reading, port.readable, port.writable] = [null, null, null];
      await globalThis.portClose();
    },
  };
  Object.defineProperty(navigator, "serial", {
    value: {
      async requestPort({ filters }) {
        if (!navigator.userActivation.isActive)
          throw new DOMException("Must be handling a user gesture.", "SecurityError");
        const known = filters.some((f) => f.usbVendorId === 0x303a && f.usbProductId === 0x1001);
        if (!known) throw new DOMException("No port selected by the user.", "NotFoundError");
        return port;
      },
    },
  });
}
