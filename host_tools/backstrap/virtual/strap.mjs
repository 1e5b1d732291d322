// The virtual strap as a process: serial port on TCP, control port, one worker thread per boot.
// argv[2] is the configuration as JSON; the first line on stdout says where it listens.

import net from "node:net";
import { MessageChannel, Worker } from "node:worker_threads";

const config = JSON.parse(process.argv[2]);
const HARD_RESET = 2;
const WDT_RESET = 3;
const LOOK_MS = 250;
const PATIENCE_MS = 10000; // a command that no program lets in by then is given up

let worker = null;
let port = null;
let beat = null;
let next = { clock: Date.now(), raw: false, world: null };
const serial = new Set(); // sockets of the serial port
const asked = new Map(); // request number: socket of the control port
const waiting = new Map(); // request number: what no worker has taken yet
const flashChanges = new Int32Array(new SharedArrayBuffer(8)); // see Flash
flashChanges[1] = config.flashChanges;
let requests = 0;
let announced = false;
let beatSeen = -1;
let stuckMs = 0;

function boot(skipMain = false) {
  const channel = new MessageChannel();
  port = channel.port1;
  beat = new Int32Array(new SharedArrayBuffer(8));
  beatSeen = -1;
  stuckMs = 0;
  const mine = new Worker(new URL("./worker.mjs", import.meta.url), {
    workerData: {
      ...config,
      port: channel.port2,
      beat,
      flashChanges,
      clockStart: next.clock,
      rawFirst: next.raw,
      world: next.world,
      skipMain,
    },
    transferList: [channel.port2],
  });
  worker = mine;
  mine.on("message", (message) => mine === worker && fromWorker(message));
  mine.on("error", (error) => {
    console.error(`virtual strap: ${error.stack}`);
    process.exit(1);
  });
  giveUpLost();
  for (const command of waiting.values()) port.postMessage({ command });
}

function giveUp(n) {
  if (!waiting.delete(n)) return;
  port.postMessage({ forget: n });
  answer({ n, busy: true, error: "the program on the virtual strap does not touch its hardware" });
}

// Scripts go on after a reset, but not when the world could not be asked for them.
function giveUpLost() {
  const scripts = next.world ? JSON.parse(next.world).scripts.map(([n]) => n) : [];
  for (const n of asked.keys())
    if (!waiting.has(n) && !scripts.includes(n)) answer({ n, error: "lost when the strap reset" });
}

function fromWorker(message) {
  if (message.bytes) for (const socket of serial) socket.write(message.bytes);
  if (message.restart) {
    next = message.restart;
    reboot();
  }
  if (message.taken) waiting.delete(message.taken);
  if (message.reply) answer(JSON.parse(message.reply));
  if (message.broken) console.error(`virtual strap: ${message.broken}`);
  if (message.ready && !announced) {
    announced = true;
    console.log(JSON.stringify({ tcp: tcp.address().port, control: control.address().port }));
  }
}

function reboot(skipMain = false) {
  const old = worker;
  worker = null;
  old.terminate().then(() => boot(skipMain));
}

// A program that never looks at the clock cannot be reached from inside: the watchdog's bite comes
// from here, in real time.
let interruptMs = 0;
setInterval(() => {
  if (!worker) return;
  const now = Atomics.load(beat, 0);
  stuckMs = now === beatSeen ? stuckMs + LOOK_MS : 0;
  beatSeen = now;
  const watchdogMs = Atomics.load(beat, 1);
  if (!stuckMs) interruptMs = 0;
  if (watchdogMs && stuckMs >= watchdogMs) restartFromOutside(WDT_RESET, false);
  else if (interruptMs && stuckMs >= 3000) restartFromOutside(HARD_RESET, true);
}, LOOK_MS).unref();

function restartFromOutside(cause, skipMain) {
  const world = next.world && JSON.stringify({ ...JSON.parse(next.world), cause });
  next = { clock: next.clock + stuckMs, raw: false, world };
  for (const socket of serial) socket.write("\r\nMPY: hard reset\r\n");
  reboot(skipMain);
}

// Ports.

function serve(socket) {
  socket.setNoDelay(true); // else every reply of a REPL waits 40 ms
  serial.add(socket);
  socket.on("data", (bytes) => {
    if (bytes.includes(3)) interruptMs = 1;
    port.postMessage({ bytes });
  });
  socket.on("close", () => serial.delete(socket));
  socket.on("error", () => serial.delete(socket));
}

function steer(socket) {
  socket.setNoDelay(true);
  let text = "";
  socket.on("data", (bytes) => {
    text += bytes;
    for (let end; (end = text.indexOf("\n")) >= 0; text = text.slice(end + 1)) {
      const n = ++requests;
      const asks = JSON.parse(text.slice(0, end));
      const command = JSON.stringify({ ...asks, n });
      asked.set(n, socket);
      if (asks.do === "changes") {
        answer({ n, changes: flashChanges[0] });
        continue;
      }
      waiting.set(n, command);
      setTimeout(giveUp, PATIENCE_MS, n).unref();
      port.postMessage({ command });
    }
  });
  socket.on("error", () => socket.destroy());
}

function answer(reply) {
  const socket = asked.get(reply.n);
  if (!reply.event) asked.delete(reply.n);
  socket?.write(JSON.stringify(reply) + "\n");
}

const tcp = net.createServer(serve);
const control = net.createServer(steer);
for (const server of [tcp, control])
  server.on("error", (error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exit(2);
  });
tcp.listen(config.tcpPort, config.tcpHost, () => control.listen(0, "127.0.0.1", () => boot()));

// The parent holds our stdin open; when it dies, however it dies, so do we.
process.stdin.on("end", () => process.exit(0));
process.stdin.on("error", () => process.exit(0));
process.stdin.resume();
