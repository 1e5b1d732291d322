// Runs the firmware from a written page (argv[2]) until its first step, and prints how many
// milliseconds that took from the interpreter's loading on.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const load = (name) => import(pathToFileURL(path.join(folder, name)).href);
const read = (name) => new Uint8Array(fs.readFileSync(path.join(folder, name)));
const [{ boot }, { MemoryDisk }, { flashOf, unpacked }, { loadMicroPython }] = await Promise.all(
  ["virtual/boot.mjs", "strap/disk.mjs", "pack.mjs", "micropython/micropython.mjs"].map(load),
);

const data = JSON.parse(fs.readFileSync(path.join(folder, "data/data.json"), "utf8"));
const world = unpacked(read("data/world.pack"));
const idle = new Int32Array(new SharedArrayBuffer(4));
const begun = performance.now();

function stepped(steps) {
  if (!steps) return;
  console.log(JSON.stringify({ first_step_ms: Math.round(performance.now() - begun) }));
  process.exit(0);
}

await boot(
  {
    receive: () => undefined,
    send: ({ broken }) => broken && console.error(broken),
    nap: () => Atomics.wait(idle, 0, 0, 1),
    beat: new Int32Array(new SharedArrayBuffer(8)),
    disk: new MemoryDisk(flashOf(unpacked(read("data/firmware.pack")), data.boards[data.board].json, {})),
    source: (name) => world.get(`${name}.py`).data,
    loadMicroPython,
    begin(mp) {
      const sample = (ms, pa, grams, marks, steps) => stepped(steps);
      mp.registerJsModule("_window", { sample, sound() {}, due: () => false, frame() {} });
      mp.FS.writeFile("/home/virtual/backstrap/virtual/window.py", world.get("window.py").data);
      mp.pyimport("backstrap.virtual.window");
    },
  },
  {
    speed: 1,
    clockStart: Date.now(),
    rawFirst: false,
    skipMain: false,
    world: null,
    senses: JSON.stringify(data.senses),
    parts: { seed: 1, sensor: "lps28dfw", display: "ssd1306", day: null },
  },
);
