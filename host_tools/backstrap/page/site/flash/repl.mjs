// A strap's serial port: the app's answers while it runs, and MicroPython's raw REPL when it is
// stopped. Text is bytes, a letter each (latin-1).

const PROMPT = ">>> ";
const RAW = "raw REPL; CTRL-B to exit\r\n>";
const RING = 256; // bytes that a board holds while nobody reads
const PAUSE_MS = 10; // in which it reads them
const SILENCE_MS = 5000;
const ENTER_MS = 9000;
const HEARD_MOST = 1 << 20;
const KEPT_MOST = 200;

export const LOST =
  "the link was lost. Every file on the strap is whole, old or new: check the cable and try again";
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const latin = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const bytesOf = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export class Repl {
  constructor() {
    this.heard = "";
    this.failed = null;
    this.wake = () => {};
  }

  // make(received, lost) -> a link of links.mjs
  static async over(make) {
    const repl = new Repl();
    repl.link = await make(
      (bytes) => {
        repl.heard += latin(bytes);
        if (repl.heard.length > HEARD_MOST) repl.heard = repl.heard.slice(-HEARD_MOST);
        repl.wake();
      },
      () => {
        repl.failed = new Error(LOST);
        repl.wake();
      },
    );
    return repl;
  }

  close() {
    return this.link.close();
  }

  async write(data) {
    if (this.failed) throw this.failed;
    try {
      await this.link.write(typeof data === "string" ? bytesOf(data) : data);
    } catch {
      throw new Error(LOST);
    }
  }

  // What is heard up to and with an ending (a text, or a pattern); null when it does not come.
  async until(ending, ms = SILENCE_MS) {
    const end = performance.now() + ms;
    for (;;) {
      const found = typeof ending === "string" ? this.find(ending) : this.match(ending);
      if (found !== null) return found;
      if (this.failed) throw this.failed;
      const left = end - performance.now();
      if (left <= 0) return null;
      await Promise.race([new Promise((resolve) => (this.wake = resolve)), pause(left)]);
    }
  }

  find(ending) {
    const at = this.heard.indexOf(ending);
    return at < 0 ? null : this.take(at + ending.length);
  }

  match(pattern) {
    const found = pattern.exec(this.heard);
    return found && this.take(found.index + found[0].length);
  }

  take(length) {
    const found = this.heard.slice(0, length);
    this.heard = this.heard.slice(length);
    return found;
  }

  // What the running app says to a request; null: none runs, for a prompt stands there.
  async ask(requests, key, ms = 2500) {
    this.heard = "";
    const lines = requests.map((request) => `#bs ${request}\n`).join("");
    const end = performance.now() + ms;
    while (performance.now() < end) {
      await this.write(`\x02\n${lines}`);
      for (let line; (line = await this.until(/[^\n]*\n|>>> $/, 700)) !== null; ) {
        if (line.endsWith(PROMPT)) return null;
        const answer = readAnswer(line);
        if (answer && key in answer) return answer;
      }
    }
    return null;
  }

  // From wherever it is to the raw prompt; the app saves a running hold first.
  async enter() {
    const end = performance.now() + ENTER_MS;
    for (let key = "\x02"; ; key = "\x03") {
      await this.write(key);
      if ((await this.until(PROMPT, key === "\x03" ? 500 : 300)) !== null) break;
      if (performance.now() > end)
        throw new Error(
          "no MicroPython prompt; press the board's reset button and try again. " +
            `Heard: ${JSON.stringify(this.heard.slice(-KEPT_MOST))}`,
        );
    }
    await pause(50);
    this.heard = "";
    await this.write("\r\x01");
    if ((await this.until(RAW)) === null) throw new Error(LOST);
  }

  // What a program prints; Error with the last line of its traceback.
  async run(program, ms = 15000) {
    const data = typeof program === "string" ? bytesOf(unescape(encodeURIComponent(program))) : program;
    for (let at = 0; at < data.length; at += RING) {
      await this.write(data.subarray(at, at + RING));
      await pause(PAUSE_MS);
    }
    await this.write("\x04");
    if ((await this.until("OK")) === null) throw new Error(LOST);
    const printed = await this.until("\x04", ms);
    const wrong = printed === null ? null : await this.until("\x04>");
    if (wrong === null) throw new Error(LOST);
    if (wrong.length > 2) throw new Error(refusal(wrong.slice(0, -2)));
    return printed.slice(0, -1);
  }

  // Back to the friendly prompt, and the app starts again.
  async restart() {
    await this.write("\x02\x04");
    if ((await this.until("soft reboot\r\n")) === null)
      throw new Error("all is written, but the strap did not start again; press its reset button");
  }
}

function readAnswer(line) {
  const at = line.indexOf("#bs {");
  if (at < 0) return null;
  try {
    return JSON.parse(line.slice(at + 4));
  } catch {
    return null;
  }
}

function refusal(traceback) {
  const last = traceback.trim().split(/\r?\n/).at(-1);
  if (/ENOSPC|OSError: 28$/.test(last))
    return "the strap's flash is full; fetch its records (History) or remove a routine, then try again";
  return `the strap answered '${last.slice(0, KEPT_MOST)}'`;
}
