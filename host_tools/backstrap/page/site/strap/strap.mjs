// The virtual strap of the page: one worker a boot, its flash, its serial port, its buttons.

import { MemoryDisk } from "./disk.mjs";
import { Mailbox } from "./mailbox.mjs";

const [HARD_RESET, WDT_RESET] = [2, 3];
const LOOK_MS = 250;
const RETRY_MS = 10;

// Events, with what is in their detail: frame (1024 bytes), samples (five numbers each: ms, 1/1000
// Pa, g, marks, steps), sound (ms, Hz, duty, motor), bytes (of the serial port), boot, failed (why).
export class VirtualStrap extends EventTarget {
  // parts: world [[name, bytes]], senses; files: Map of path -> bytes, null for a folder
  constructor({ world, senses, files, speed = 1, seed = 1 }) {
    super();
    this.fixed = { world, senses, seed };
    this.disk = new MemoryDisk(files);
    this.speed = speed;
    this.asked = new Map();
    this.requests = 0;
    this.next = { clockStart: Date.now(), rawFirst: false, saved: null };
    this.boot();
    this.watch = setInterval(() => this.watchdog(), LOOK_MS);
  }

  boot() {
    this.worker?.terminate();
    const beat = new SharedArrayBuffer(8);
    [this.beat, this.beatSeen, this.stuckMs] = [new Int32Array(beat), -1, 0];
    this.mailbox = new Mailbox();
    this.outbox = [];
    const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
    this.worker = worker;
    worker.onmessage = ({ data }) => worker === this.worker && this.heard(data);
    worker.onerror = (error) => this.tell("failed", error.message || "the worker did not start");
    const { world, senses, seed } = this.fixed;
    const { clockStart, rawFirst, saved } = this.next;
    worker.postMessage({
      sources: world,
      senses: JSON.stringify(senses),
      parts: { seed, sensor: "lps28dfw", display: "ssd1306", day: null },
      files: this.disk.files,
      mailbox: this.mailbox.buffer,
      beat,
      speed: this.speed,
      clockStart,
      rawFirst,
      skipMain: false,
      world: saved,
    });
    for (const { command } of this.asked.values()) this.post({ command });
    this.tell("boot");
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  heard(message) {
    if (message.disk) {
      const [act, ...words] = message.disk;
      this.disk[act](...words);
    }
    for (const name of ["frame", "samples", "sound", "bytes", "failed"])
      if (message[name]) this.tell(name, message[name]);
    if (message.reply) this.answered(JSON.parse(message.reply));
    if (message.broken) this.tell("failed", message.broken);
    if (message.restart) {
      const { clock, raw, world } = message.restart;
      this.next = { clockStart: clock, rawFirst: raw, saved: world };
      this.boot();
    }
  }

  answered({ n, ...answer }) {
    const { resolve, reject } = this.asked.get(n) ?? {};
    this.asked.delete(n);
    if (answer.error) reject?.(new Error(answer.error));
    else resolve?.(answer);
  }

  post(message) {
    this.outbox.push(message);
    this.empty();
  }

  empty() {
    while (this.outbox.length && this.mailbox.put(this.outbox[0])) this.outbox.shift();
    if (this.outbox.length) setTimeout(() => this.empty(), RETRY_MS);
  }

  // What the strap's serial port receives.
  send(bytes) {
    this.post({ bytes });
  }

  // What becomes of the world: see VERBS of plant.py and window.py. The answer, as a promise; what a
  // reset has cut off is asked again. Null: the strap was stopped.
  command(verb, words = {}) {
    const n = ++this.requests;
    const command = JSON.stringify({ ...words, do: verb, n });
    this.post({ command });
    return new Promise((resolve, reject) => this.asked.set(n, { command, resolve, reject }));
  }

  setSpeed(speed) {
    this.speed = speed;
    this.post({ speed });
  }

  // A program that never looks at the clock cannot be reached from inside.
  watchdog() {
    const now = Atomics.load(this.beat, 0);
    this.stuckMs = now === this.beatSeen ? this.stuckMs + LOOK_MS : 0;
    this.beatSeen = now;
    const most = Atomics.load(this.beat, 1);
    if (most && this.stuckMs >= most) this.restart(WDT_RESET);
  }

  // As the board's reset button, or its watchdog.
  restart(cause = HARD_RESET) {
    const saved = this.next.saved && JSON.stringify({ ...JSON.parse(this.next.saved), cause });
    this.next = { clockStart: this.next.clockStart, rawFirst: false, saved };
    this.boot();
  }

  stop() {
    clearInterval(this.watch);
    this.worker.terminate();
    this.worker = null;
    for (const { resolve } of this.asked.values()) resolve(null);
  }
}
