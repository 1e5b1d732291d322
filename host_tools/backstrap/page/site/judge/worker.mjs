// The page's second MicroPython: it judges routines, draws their screens and reads records, with
// the strap's own modules. A message {n, call, words} is answered by {n, value} or {n, error}.

import { loadMicroPython } from "../micropython/micropython.mjs";

const HOME = "/home/judge";
let judge;

async function begin(files) {
  const mp = await loadMicroPython({ heapsize: 8 << 20 });
  const made = new Set(["/home"]);
  for (const [name, data] of files) {
    const steps = `${HOME}/${name}`.split("/").slice(1, -1);
    steps.forEach((_, i) => {
      const folder = `/${steps.slice(0, i + 1).join("/")}`;
      if (!made.has(folder)) mp.FS.mkdir(folder);
      made.add(folder);
    });
    mp.FS.writeFile(`${HOME}/${name}`, data);
  }
  mp.runPython(`import sys\nsys.path.append("${HOME}")`);
  return mp.pyimport("judge");
}

self.onmessage = async ({ data }) => {
  if (data.files) {
    judge = begin(data.files);
    return;
  }
  const { n, call, words } = data;
  try {
    self.postMessage({ n, value: (await judge)[call](...words) });
  } catch (error) {
    self.postMessage({ n, error: String(error.message ?? error) });
  }
};
