// One boot of the virtual strap: MicroPython in this thread until it resets. The thread may block
// for ever in main.py; bytes and commands still come and go, as the host's thread knows how. A host
// (worker.mjs, or a page's) has
//   receive()      the next message without waiting, or undefined
//   send(message)  a message out, also while this thread is busy
//   nap()          one millisecond
//   beat           two shared words: a pulse, and the watchdog's time
//   disk           what the flash is mirrored to (flash.mjs)
//   source(name)   the text of a module of the world (put_world.mjs)
//   loadMicroPython
//   begin(mp, plant)  anything more, once the world is there; may be left out

import { StrapClock } from "./clock.mjs";
import { Flash } from "./flash.mjs";
import { putWorld } from "./put_world.mjs";

const WDT_RESET = 3;
const SOFT_RESET = 5;
const CTRL_A = 1;
const CTRL_B = 2;
const CTRL_C = 3;
const CTRL_D = 4;
const CTRL_E = 5;

export async function boot(host, config) {
  const { speed, clockStart, rawFirst, skipMain, world, senses, parts } = config;
  const { beat } = host;
  const encoder = new TextEncoder();

  let mp;
  let plant; // the world's Python side
  let signals = 0; // address of its shared words: watchdog ms, feeds, mail, scripts at work
  let running = false; // Python code may be at work
  let muted = true;
  let input = [];
  let output = [];
  let commands = [];

  // Bytes and commands.

  function pump() {
    for (let m; (m = host.receive()); ) {
      if (m.bytes) for (const b of m.bytes) input.push(b);
      else if (m.forget) commands = commands.filter((c) => JSON.parse(c).n !== m.forget);
      else if (m.speed) clock.set(m.speed);
      else commands.push(m.command);
    }
    if (commands.length && signals) word(2, 1);
    // Ctrl-C is never data while a program runs, unless the program said so (kbd_intr).
    const at = running ? input.lastIndexOf(CTRL_C) : -1;
    if (at >= 0 && mp._module.ccall("mp_hal_get_interrupt_char", "number", [], []) === CTRL_C) {
      input.splice(0, at + 1); // what came before it is lost, as in a UART's ring
      mp._module.ccall("mp_sched_keyboard_interrupt", "null", [], []);
    }
  }

  function flush() {
    if (output.length && !muted) host.send({ bytes: Uint8Array.from(output) });
    output = [];
  }

  function say(text) {
    for (const b of encoder.encode(text)) output.push(b);
    flush();
  }

  let words = new Int32Array(0);

  function word(i, value) {
    const { buffer } = mp._module.HEAPU8;
    if (words.buffer !== buffer) words = new Int32Array(buffer); // the interpreter's memory grew
    const at = (signals >> 2) + i;
    return value === undefined ? words[at] : (words[at] = value);
  }

  // Time. Every tick, sleep and time call of the interpreter reads Date.now.

  const clock = new StrapClock(speed, clockStart, () => signals !== 0 && word(3) !== 0);
  let calls = 0;
  let same = 0;
  let last = 0;
  let feeds = -1;
  let fedAt = 0;

  function poll() {
    Atomics.add(beat, 0, 1);
    flush();
    pump();
    watchdog();
  }

  function watchdog() {
    if (!signals) return;
    const ms = word(0);
    Atomics.store(beat, 1, ms);
    if (word(1) !== feeds) [feeds, fedAt] = [word(1), clock.now()];
    else if (ms && clock.now() - fedAt >= ms) restart(WDT_RESET, dump(WDT_RESET));
  }

  Date.now = () => {
    if (!running) return clock.now();
    if ((++calls & 1023) === 0) poll();
    const t = clock.look();
    if (clock.raced) return t;
    if (t !== last) [last, same] = [t, 0];
    else if (++same > 64) {
      same = 0; // a busy wait: give the processor back
      poll();
      host.nap();
    }
    return t;
  };

  // Resets: the parent ends this thread and starts another; nothing of this interpreter survives.

  function dump(cause = SOFT_RESET) {
    try {
      return plant ? plant.dump(cause) : world;
    } catch {
      return world; // the interpreter was in no state to say (heap locked)
    }
  }

  function restart(cause, worldNow, raw = false) {
    if (cause === SOFT_RESET) flash.closeAll(); // a soft reset closes files, a hard one loses them
    flush();
    host.send({ restart: { cause, raw, world: worldNow, clock: clock.now() } });
    for (;;) host.nap();
  }

  const flash = new Flash(host.disk, (error) => host.send({ broken: error }));
  flash.wrapImports();

  // The serial port as the running program sees it: poll() and read of stdin.

  function openStdin(FS) {
    const stdin = FS.getStream(0);
    stdin.stream_ops = {
      ...stdin.stream_ops,
      poll() {
        if (!input.length) pump();
        return (input.length ? 1 : 0) | 4;
      },
      read(stream, buffer, offset, length) {
        while (!input.length) {
          poll();
          if (!input.length) host.nap();
          if (!running) return 0;
        }
        const n = Math.min(length, input.length);
        for (let i = 0; i < n; i++) buffer[offset + i] = input[i];
        input.splice(0, n);
        return n;
      },
    };
  }

  function char(c) {
    running = true;
    const over = mp.replProcessChar(c);
    running = false;
    flush();
    return over;
  }

  function type(text) {
    for (const b of encoder.encode(text)) char(b);
  }

  // main.py goes through the raw REPL, because only there does Ctrl-C reach it. What the raw REPL
  // says about itself ("OK", 04, 04, ">") is not for the host's eyes.

  let swallow = null;
  let last1 = 0;
  let raw = false;

  function received(bytes) {
    for (const b of bytes) {
      if (swallow) {
        if (swallow.ok > 0) {
          swallow.ok--;
          continue;
        }
        if (b === CTRL_D) swallow.ends++;
        if (b === CTRL_D || swallow.ends >= 2) continue;
      }
      if (b === 10 && last1 !== 13 && !raw) output.push(13); // print() of a board ends in \r\n
      last1 = b;
      output.push(b);
      if (b === 10 || output.length >= 256) flush();
    }
  }

  function runFile(name) {
    type(`exec(compile(open('${name}').read(),'${name}','exec'))`);
    muted = false;
    swallow = { ok: 2, ends: 0 };
    const over = char(CTRL_D);
    swallow = null;
    return over;
  }

  function startUp() {
    if (rawFirst) {
      muted = false;
      char(CTRL_A);
      return true;
    }
    char(CTRL_A);
    for (const name of skipMain ? [] : ["boot.py", "main.py"])
      if (flash.has(name) && runFile(name)) restart(SOFT_RESET, dump());
    muted = false;
    char(CTRL_B);
    return false;
  }

  function loadWorld() {
    running = true; // its clock runs from the first line on
    plant = putWorld(mp, host.source, {
      parts: JSON.stringify(parts),
      world: world ?? "",
      senses: () => senses,
      take: () => {
        const command = commands.shift();
        if (!commands.length) word(2, 0);
        if (command) host.send({ taken: JSON.parse(command).n });
        return command ?? "";
      },
      reply: (text) => host.send({ reply: text }),
      restart: (cause, state) => restart(cause, state),
      deaf: () => {
        pump();
        input = [];
      },
    });
    signals = plant.address;
    host.begin?.(mp, plant);
    running = false;
  }

  mp = await host.loadMicroPython({ heapsize: 4 << 20, stdout: received, linebuffer: false });
  flash.mount(mp);
  openStdin(mp.FS);
  loadWorld();
  mp.replInit();
  host.send({ ready: true });
  raw = startUp();

  // The REPL. Raw-paste (05 41 01 at the start of a line) is refused: the host falls back.

  let pasted = 0;
  let typed = 0;
  let idle = 0;
  for (;;) {
    pump();
    if (!input.length) {
      idleStep();
      continue;
    }
    const c = input.shift();
    if (raw && typed === 0 && c === [CTRL_E, 65, CTRL_A][pasted]) {
      if (++pasted === 3) {
        pasted = 0;
        say("R\x00");
      }
      continue;
    }
    for (let i = 0; i < pasted; i++) char([CTRL_E, 65][i]);
    typed = c <= CTRL_E ? 0 : typed + pasted + 1;
    pasted = 0;
    if (c === CTRL_A || c === CTRL_B) raw = c === CTRL_A;
    if (char(c)) {
      say("MPY: soft reboot\r\n");
      restart(SOFT_RESET, dump(), raw);
    }
  }

  function idleStep() {
    Atomics.add(beat, 0, 1);
    flush();
    if (commands.length) plant.serve();
    if (word(3)) {
      clock.skip(100); // a script goes on although no program does
      if (clock.racing() || ++idle % 20 === 0) plant.touch();
    }
    watchdog();
    if (!clock.racing() || !word(3)) host.nap();
  }
}
