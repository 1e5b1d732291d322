// Messages to a worker that is busy for ever: a ring in shared memory, read without waiting.

const SIZE = 1 << 17;
const HEAD_BYTES = 5; // kind, length
const BYTES = 1; // a message {bytes}; any other goes as JSON
const [READ, WRITTEN] = [0, 1]; // counters, in bytes, modulo 2**32

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Mailbox {
  constructor(buffer = new SharedArrayBuffer(8 + SIZE)) {
    this.buffer = buffer;
    this.counters = new Uint32Array(buffer, 0, 2);
    this.ring = new Uint8Array(buffer, 8);
  }

  // False: there is no room now.
  put(message) {
    const data = message.bytes ?? encoder.encode(JSON.stringify(message));
    const written = Atomics.load(this.counters, WRITTEN);
    const used = (written - Atomics.load(this.counters, READ)) >>> 0;
    if (used + HEAD_BYTES + data.length > SIZE) return false;
    const length = data.length;
    const head = [message.bytes ? BYTES : 0, length & 255, (length >> 8) & 255, length >> 16, 0];
    [...head, ...data].forEach((b, i) => (this.ring[(written + i) % SIZE] = b));
    Atomics.store(this.counters, WRITTEN, written + HEAD_BYTES + length);
    return true;
  }

  take() {
    const read = Atomics.load(this.counters, READ);
    if (read === Atomics.load(this.counters, WRITTEN)) return undefined;
    const at = (i) => this.ring[(read + i) % SIZE];
    const kind = at(0);
    const length = at(1) | (at(2) << 8) | (at(3) << 16);
    const data = Uint8Array.from({ length }, (_, i) => at(HEAD_BYTES + i));
    Atomics.store(this.counters, READ, read + HEAD_BYTES + length);
    return kind === BYTES ? { bytes: data } : JSON.parse(decoder.decode(data));
  }
}
