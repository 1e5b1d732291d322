// A statement on MicroPython, with a folder to import from: node run.mjs WASM_PACKAGE FOLDER
// STATEMENT. Prints what it prints, or its traceback.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [wasmPackage, folder, statement] = process.argv.slice(2);
const { loadMicroPython } = await import(
  pathToFileURL(path.join(wasmPackage, "micropython.mjs")).href
);
const mp = await loadMicroPython({ stdout: (line) => console.log(line), linebuffer: true });

function copy(from, to) {
  mp.FS.mkdir(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), `${to}/${entry.name}`];
    if (entry.isDirectory()) copy(source, target);
    else mp.FS.writeFile(target, fs.readFileSync(source));
  }
}

copy(folder, "/slot");
try {
  mp.runPython(`import sys\nsys.path.insert(0, "/slot")\n${statement}`);
} catch (e) {
  console.log(e.message);
}
