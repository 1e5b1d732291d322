// The strap's line protocol on its serial port: "#bs request" is answered by "#bs {json}".

const LINE_MOST = 4096;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class Console {
  // send: takes bytes for the strap
  constructor(send) {
    this.send = send;
    this.line = "";
    this.waiting = null;
  }

  // Bytes that came from the strap.
  received(bytes) {
    for (const letter of decoder.decode(bytes, { stream: true })) {
      if (letter !== "\n") {
        if (this.line.length < LINE_MOST) this.line += letter;
        continue;
      }
      this.answered(this.line.trim());
      this.line = "";
    }
  }

  answered(line) {
    if (!line.startsWith("#bs {") || !this.waiting) return;
    let answer;
    try {
      answer = JSON.parse(line.slice(4));
    } catch {
      return;
    }
    this.waiting(answer);
    this.waiting = null;
  }

  // The answer, or null after `ms`.
  ask(request, ms = 1500) {
    this.waiting?.(null);
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(null), ms);
      this.waiting = (answer) => {
        clearTimeout(late);
        resolve(answer);
      };
      this.send(encoder.encode(`#bs ${request}\n`));
    });
  }

  // The strap's clock knows no zone: it gets this computer's local time.
  setClock(now = new Date()) {
    const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
    return this.ask(
      `time ${[...day, now.getHours(), now.getMinutes(), now.getSeconds()].join(" ")}`,
    );
  }
}
