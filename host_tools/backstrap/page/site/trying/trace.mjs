// The last minute of pressure in the ball, with contact, breaths and beats below it.

import { colour } from "../dom.mjs";

const SPAN_MS = 60000;
const KEPT_MS = 66000;
const [BREATH, BEAT] = [1, 2];
const SPAN_MMHG = 4; // shown at least, so that a breath is seen
const MPA_PER_MMHG = 133322;
const LEFT = 44;
const LANES = 34; // below the curve
const CONTACT_G = 1000;

export class Trace {
  constructor(canvas) {
    this.canvas = canvas;
    this.points = []; // [ms, mmHg above the air, g, marks]
    this.air = null; // mPa, of the first sample
  }

  clear() {
    this.points = [];
    this.air = null;
  }

  // Samples as the strap tells them: five numbers each.
  add(samples) {
    for (let i = 0; i + 4 < samples.length; i += 5) {
      const [ms, mpa, grams, marks] = samples.subarray(i, i + 4);
      this.air ??= mpa;
      this.points.push([ms, (mpa - this.air) / MPA_PER_MMHG, grams, marks]);
    }
    const oldest = (this.points.at(-1)?.[0] ?? 0) - KEPT_MS;
    const first = this.points.findIndex(([ms]) => ms >= oldest);
    if (first > 200) this.points.splice(0, first);
  }

  draw() {
    const { canvas, points } = this;
    const scale = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!width) return;
    if (canvas.width !== width * scale) canvas.width = width * scale;
    if (canvas.height !== height * scale) canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const now = points.at(-1)?.[0] ?? SPAN_MS;
    const shown = points.filter(([ms]) => ms >= now - SPAN_MS);
    const values = shown.map(([, value]) => value);
    const [least, most] = values.length ? [Math.min(...values), Math.max(...values)] : [0, 0];
    const spare = Math.max(0.5, (SPAN_MMHG - (most - least)) / 2);
    const [low, high] = [Math.floor(least - spare), Math.ceil(most + spare)];
    const bottom = height - LANES;
    const x = (ms) => LEFT + ((ms - now + SPAN_MS) / SPAN_MS) * (width - LEFT - 4);
    const y = (value) => bottom - 4 - ((value - low) / (high - low)) * (bottom - 14);
    pen.font = "12px system-ui, sans-serif";
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const value of [low, (low + high) / 2, high]) {
      pen.fillStyle = colour("line");
      pen.fillRect(LEFT, Math.round(y(value)), width - LEFT, 1);
      pen.fillStyle = colour("faint");
      pen.fillText(value.toFixed(value % 1 ? 1 : 0), LEFT - 8, y(value));
    }
    pen.fillStyle = colour("good");
    for (const [i, [ms, , grams]] of shown.entries())
      if (i && grams >= CONTACT_G)
        pen.fillRect(x(shown[i - 1][0]), bottom + 6, x(ms) - x(shown[i - 1][0]) + 0.6, 3);
    for (const [mark, name, top] of [[BREATH, "breath", 13], [BEAT, "bad", 23]]) {
      pen.fillStyle = colour(name);
      for (const [ms, , grams, marks] of shown)
        if (marks & mark && grams >= CONTACT_G) pen.fillRect(x(ms), bottom + top, mark === BREATH ? 2.5 : 1.5, 8);
    }
    pen.strokeStyle = colour("accent");
    pen.lineWidth = 1.6;
    pen.lineJoin = "round";
    pen.beginPath();
    for (const [ms, value] of shown) pen.lineTo(x(ms), y(value));
    pen.stroke();
  }
}
