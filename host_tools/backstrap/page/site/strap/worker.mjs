// One boot of the virtual strap in a worker of the page: see virtual/boot.mjs. It is busy for ever;
// what comes in comes through shared memory.

import { loadMicroPython } from "../micropython/micropython.mjs";
import { boot } from "../virtual/boot.mjs";
import { MemoryDisk } from "./disk.mjs";
import { Mailbox } from "./mailbox.mjs";

const LOOK_MS = 50; // between two frames, or two batches of samples, in real time
const FRAME_BYTES = 1024;
const idle = new Int32Array(new SharedArrayBuffer(4));

self.onmessage = ({ data: config }) => {
  const mailbox = new Mailbox(config.mailbox);
  const sources = new Map(config.sources);
  boot(
    {
      receive: () => mailbox.take(),
      send: (message) => self.postMessage(message),
      nap: () => Atomics.wait(idle, 0, 0, 1),
      beat: new Int32Array(config.beat),
      disk: new MemoryDisk(config.files, (...change) => self.postMessage({ disk: change })),
      source: (name) => sources.get(`${name}.py`),
      loadMicroPython,
      begin: (mp) => openWindow(mp, sources.get("window.py")),
    },
    config,
  ).catch((error) => self.postMessage({ failed: String(error.stack ?? error) }));
};

// The world's side of what the page shows: on_page/window.py calls these.
function openWindow(mp, source) {
  let samples = [];
  let shown = "";
  let looked = 0;
  mp.registerJsModule("_window", {
    sample: (...values) => samples.push(...values),
    sound: (...values) => self.postMessage({ sound: values }),
    due: () => {
      const now = performance.now();
      if (now - looked < LOOK_MS) return false;
      looked = now;
      self.postMessage({ samples: Float64Array.from(samples) });
      samples = [];
      return true;
    },
    frame: (address) => {
      const frame = mp._module.HEAPU8.slice(address, address + FRAME_BYTES);
      const key = frame.join();
      if (key === shown) return;
      shown = key;
      self.postMessage({ frame });
    },
  });
  mp.FS.writeFile("/home/virtual/backstrap/virtual/window.py", source);
  mp.pyimport("backstrap.virtual.window");
}
