// One boot of the virtual strap in a thread of Node: see boot.mjs.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { boot } from "./boot.mjs";
import { FolderDisk } from "./disk.mjs";

const { port, beat, state, sources, wasmPackage, flashChanges } = workerData;
const idle = new Int32Array(new SharedArrayBuffer(4));
const { loadMicroPython } = await import(
  pathToFileURL(path.join(wasmPackage, "micropython.mjs")).href
);

await boot(
  {
    receive: () => receiveMessageOnPort(port)?.message,
    send: (message) => parentPort.postMessage(message),
    nap: () => Atomics.wait(idle, 0, 0, 1),
    beat,
    disk: new FolderDisk(state, flashChanges),
    source: (name) => fs.readFileSync(path.join(sources, `${name}.py`)),
    loadMicroPython,
  },
  workerData,
);
