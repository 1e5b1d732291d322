// Two interpreters, one after the other: `record.py` runs a hold over the emulated chips and
// writes down what the bus and the button gave; `play.py` runs the same hold from that tape and
// measures. A tape costs next to nothing, so the chips' own cost stays out of the figures.
// Usage: node bench.mjs JOB.json, where a job has {wasm, files: {path: base64}, minutes, rounds}, or
// {wasm, files, program} for one program alone.

import fs from "node:fs";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import { posixErrno } from "../../host_tools/backstrap/virtual/flash.mjs";

let flash_ms = 0; // spent in the emulated file system, which is no part of the firmware
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = (binary, imports) => {
  for (const table of new Set(Object.values(imports))) {
    for (const [name, call] of Object.entries(table)) {
      if (!name.startsWith("__syscall") && !name.startsWith("fd_")) continue;
      table[name] = (...args) => {
        const begun = performance.now();
        const result = call(...args) ?? 0;
        flash_ms += performance.now() - begun;
        return name.startsWith("__") && result < 0 ? -posixErrno(-result) : result;
      };
    }
  }
  return instantiate.call(WebAssembly, binary, imports);
};

async function interpreter(job, program, given) {
  const { loadMicroPython } = await import(pathToFileURL(job.wasm).href);
  const names = []; // what micropython.qstr_info() printed
  const heard = (line) => (line.startsWith("qstr pool:") ? names.push(line) : console.error(line));
  const mp = await loadMicroPython({ stdout: heard, linebuffer: true });
  const stdin = mp.FS.getStream(0);
  stdin.stream_ops = { ...stdin.stream_ops, poll: () => 4 }; // no host is talking
  const write = (path, bytes) => {
    path.split("/").slice(1, -1).reduce((at, name) => {
      const folder = `${at}/${name}`;
      if (!mp.FS.analyzePath(folder).exists) mp.FS.mkdir(folder);
      return folder;
    }, "");
    mp.FS.writeFile(path, bytes);
  };
  for (const [path, text] of Object.entries(job.files)) write(path, Buffer.from(text, "base64"));
  for (const [path, bytes] of Object.entries(given)) write(path, bytes);
  const result = { names };
  mp.registerJsModule("_bench", {
    us: () => Math.floor(performance.now() * 1000),
    cpu_us: () => { // of the processor: what else runs on the machine does not count
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    flash_us: () => Math.floor(flash_ms * 1000),
    minutes: job.minutes ?? 0,
    rounds: job.rounds ?? 0,
    states: job.states ?? "",
    sensor: job.sensor ?? "lps28dfw",
    tell: (name, value) => { result[name] = value; },
    keep: (name) => { result[name] = mp.FS.readFile(name); },
  });
  mp.runPython(Buffer.from(job.files[program], "base64").toString());
  // The collector only runs between calls from outside, so every phase is one.
  for (const phase of (result.phases ?? "").split(" ").filter(Boolean)) {
    mp.runPython("gc.collect()");
    mp.runPython(phase);
  }
  delete result.phases;
  return result;
}

if (isMainThread) {
  const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
  const run = (program, given) =>
    new Promise((done, failed) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: { job, program, given } });
      worker.once("message", done);
      worker.once("error", failed);
    });
  if (job.program) {
    console.log(JSON.stringify(await run(job.program, {})));
  } else {
    const tape = await run("/home/record.py", {});
    const { "/tape.bin": reads, "/presses.bin": presses, ...seen } = tape;
    const figures = await run("/home/play.py", { "/tape.bin": reads, "/presses.bin": presses });
    console.log(JSON.stringify({ ...seen, ...figures }));
  }
} else {
  const { job, program, given } = workerData;
  parentPort.postMessage(await interpreter(job, program, given));
}
