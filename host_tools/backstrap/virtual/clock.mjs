// The strap's time: a clock at some rate, or one that every look at it moves ("as fast as it can").

const TICK_MS = 0.1; // per look while racing: busy waiting then is the clock
const realNow = Date.now.bind(Date);

export class StrapClock {
  // speed: a factor; "max" always races; "play" races while a script is at work, else goes at 1x.
  constructor(speed, startMs, scriptAtWork) {
    this.raced = false;
    this.ms = startMs;
    this.mark = realNow(); // when ms was brought up to date
    this.scriptAtWork = scriptAtWork;
    this.set(speed);
  }

  // Another speed from now on.
  set(speed) {
    if (this.racing) this.now();
    this.rate = typeof speed === "number" ? speed : 1;
    this.racing = { max: () => true, play: this.scriptAtWork }[speed] ?? (() => false);
  }

  now() {
    if (this.racing()) {
      this.raced = true;
      return this.ms;
    }
    const now = realNow();
    if (!this.raced) this.ms += (now - this.mark) * this.rate;
    this.raced = false;
    this.mark = now;
    return Math.floor(this.ms);
  }

  // The time for a running program.
  look() {
    const t = this.now();
    return this.raced ? (this.ms += TICK_MS) : t;
  }

  skip(ms) {
    if (this.racing()) this.ms += ms;
  }
}
