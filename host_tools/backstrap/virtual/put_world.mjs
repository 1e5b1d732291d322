// Puts the world's Python sources beside the strap's own files, where the strap does not look, and
// imports them. Returns the module plant.py.

const HOME = "/home/virtual";
const PACKAGE = `${HOME}/backstrap/virtual`;
const MODULES = [
  "body", "bus", "chips/__init__", "chips/bmp280", "chips/bmp388", "chips/bmp581", "chips/dps310",
  "chips/lps22hb", "chips/lps28dfw", "chips/mprls", "chips/ms58", "chips/oled", "chips/part",
  "civil", "noise", "parts", "plant", "power", "scenario", "seen", "sound", "waves", "wires", "wiring",
  "world",
];

// source(name): the text of "machine", of "esp32" or of one of MODULES.
export function putWorld(mp, source, link) {
  for (const folder of [HOME, `${HOME}/backstrap`, PACKAGE, `${PACKAGE}/chips`]) mp.FS.mkdir(folder);
  const put = (name, to) => mp.FS.writeFile(`${to}/${name}.py`, source(name));
  for (const name of MODULES) put(name, PACKAGE);
  put("machine", HOME);
  put("esp32", HOME);
  mp.runPython("import gc\ngc.collect()\nheap = gc.mem_alloc()");
  mp.registerJsModule("_plant", { ...link, heap_before: mp.globals.get("heap") });
  mp.runPython(`import sys
del gc, heap
sys.path.append(${JSON.stringify(HOME)})
import backstrap.virtual.plant
del sys, backstrap`);
  return mp.pyimport("backstrap.virtual.plant");
}
