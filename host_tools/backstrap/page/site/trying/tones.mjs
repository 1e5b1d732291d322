// What the buzzer does, through WebAudio: each change is set for its own moment of strap time, a
// little later than now, so that rhythms stay exact however the messages come.

const LATE_S = 0.12;
const FASTEST = 1; // a rhythm that is played faster is another one
const FULL_DUTY = 32768;

export class Tones {
  constructor() {
    this.context = null;
    this.offset = null; // seconds of audio time that strap time 0 is at
  }

  get on() {
    return this.context !== null;
  }

  // Only a gesture of the person may call this.
  async turnOn() {
    this.context = new AudioContext();
    this.gain = new GainNode(this.context, { gain: 0 });
    this.wave = new OscillatorNode(this.context, { type: "square", frequency: 440 });
    const softer = new BiquadFilterNode(this.context, { type: "lowpass", frequency: 5000 });
    this.wave.connect(this.gain).connect(softer).connect(this.context.destination);
    this.wave.start();
    await this.context.resume();
  }

  async turnOff() {
    const { context } = this;
    this.context = this.offset = null;
    await context?.close();
  }

  // Strap time goes on at another rate, or begins anew.
  lose() {
    this.offset = null;
    this.gain?.gain.cancelScheduledValues(0);
    if (this.context) this.gain.gain.value = 0;
  }

  change(ms, hz, duty, speed) {
    if (!this.context || speed > FASTEST) return;
    const now = this.context.currentTime;
    let at = ms / 1000 + this.offset;
    if (this.offset === null || at < now || at > now + 4 * LATE_S) {
      this.offset = now + LATE_S - ms / 1000;
      at = now + LATE_S;
    }
    if (hz) this.wave.frequency.setValueAtTime(hz, at);
    this.gain.gain.setTargetAtTime(hz ? 0.35 * Math.min(1, duty / FULL_DUTY) : 0, at, 0.003);
  }
}
