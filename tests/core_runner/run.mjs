// Runs one file of tests/core or tests/drivers on MicroPython: node run.mjs WASM_PACKAGE ROOT MODULE
// Exit 0 when every test passed, 1 when one failed, none ran, or the module does not load.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [wasmPackage, root, module] = process.argv.slice(2);

const { loadMicroPython } = await import(
  pathToFileURL(path.join(wasmPackage, "micropython.mjs")).href
);
const mp = await loadMicroPython({
  heapsize: 8 << 20,
  stdout: (bytes) => process.stdout.write(bytes),
  linebuffer: false,
});

function copy(from, to) {
  mp.FS.mkdir(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), `${to}/${entry.name}`];
    if (entry.isDirectory() && entry.name !== "__pycache__") copy(source, target);
    else if (/\.(py|txt)$/.test(entry.name)) mp.FS.writeFile(target, fs.readFileSync(source));
  }
}

copy(path.join(root, "firmware"), "/firmware");
for (const folder of ["core", "drivers"]) {
  const from = path.join(root, "tests", folder);
  if (fs.existsSync(from)) copy(from, `/${folder}`);
}
const world = path.join(root, "host_tools", "backstrap", "virtual"); // the chips, for drivers
if (fs.existsSync(world)) {
  for (const folder of ["/world", "/world/backstrap"]) mp.FS.mkdir(folder);
  copy(world, "/world/backstrap/virtual");
  mp.FS.rename("/world/backstrap/virtual/machine.py", "/world/machine.py");
}
try {
  mp.runPython(`
import sys
sys.path[:0] = ["/core", "/drivers", "/firmware", "/world"]
import unittest
_result = unittest.main(${JSON.stringify(module)})
_run = _result.testsRun
_passed = _run > 0 and _result.wasSuccessful()
print("%d tests on MicroPython %d.%d" % ((_run,) + sys.implementation.version[:2]))
`);
  process.exitCode = mp.globals.get("_passed") ? 0 : 1;
} catch (e) {
  console.log(e.message);
  process.exitCode = 1;
}
