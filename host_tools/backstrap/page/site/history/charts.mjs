// Curves and trends as SVG: sharp on paper, coloured by the style sheet.

import { draw } from "../dom.mjs";
import { dateOf, isFelt } from "./holds.mjs";

const PA_TO_MMHG = 1 / 133.322;
const [MOVING_FLAG, PAUSED_FLAG] = [2, 4];
const [LEFT_EDGE, WIDTH, RIGHT_EDGE, PANEL, GAP] = [46, 700, 22, 90, 26];
const MOST_POINTS = 700;

const line = (x1, y1, x2, y2, name) => draw("line", { x1, y1, x2, y2, class: name });
const words = (x, y, text, name = "") => draw("text", { x, y, class: name }, text);
export const clockOf = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

// One hold: load, breath and pulse, with movements, pauses and the target.
export function holdCurve(hold) {
  const last = Math.max(hold.rows.at(-1)?.[0] ?? 0, hold.target_s ?? 0, 60);
  const x = (seconds) => LEFT_EDGE + (seconds / last) * (WIDTH - LEFT_EDGE - RIGHT_EDGE);
  const panels = [
    ["load, mmHg", "load", (row) => row[1] * PA_TO_MMHG],
    ["~ breath, /min", "breath", (row) => row[4] / 5 || null],
    ["~ pulse, /min", "pulse", (row) => row[5] || null],
  ];
  const parts = [];
  let top = 22;
  for (const [name, kind, value] of panels) {
    const values = hold.rows.map(value).filter((one) => one !== null);
    if (!values.length) continue;
    const low = kind === "load" ? 0 : Math.floor(Math.min(...values) - 2);
    const high = Math.max(low + 10, Math.ceil(Math.max(...values) * 1.05));
    const y = (one) => top + PANEL - ((one - low) / (high - low)) * PANEL;
    parts.push(words(LEFT_EDGE, top - 7, name, "name"));
    for (const one of [low, high])
      parts.push(line(LEFT_EDGE, y(one), WIDTH - RIGHT_EDGE, y(one), "grid"), words(LEFT_EDGE - 6, y(one) + 4, String(one), "right"));
    for (const run of runs(hold.rows, value))
      parts.push(draw("polyline", { class: `curve ${kind}`, points: run.map(([s, v]) => `${x(s).toFixed(1)},${y(v).toFixed(1)}`).join(" ") }));
    top += PANEL + GAP;
  }
  for (const [flag, name] of [[MOVING_FLAG, "moved"], [PAUSED_FLAG, "paused"]])
    for (const [from, to] of spans(hold.rows, flag))
      parts.push(draw("rect", { class: name, x: x(from), y: top - GAP + 8, width: Math.max(1.5, x(to) - x(from)), height: 5 }));
  if (hold.target_s) parts.push(line(x(hold.target_s), 14, x(hold.target_s), top - GAP, "target"));
  const step = [60, 120, 300, 600].find((one) => last / one <= 9) ?? 1200;
  for (let at = 0; at <= last; at += step) parts.push(words(x(at), top + 2, clockOf(at), "middle"));
  const label = `${hold.point}: load over ${clockOf(hold.held_s)}, ended: ${hold.ended}`;
  return draw("svg", { viewBox: `0 0 ${WIDTH} ${top + 10}`, class: "chart", role: "img", "aria-label": label }, parts);
}

// Pieces of a curve without holes, thinned to what can be seen.
function runs(rows, value) {
  const each = Math.ceil(rows.length / MOST_POINTS);
  const found = [[]];
  rows.forEach((row, i) => {
    const one = value(row);
    if (one === null) {
      if (found.at(-1).length) found.push([]);
    } else if (i % each === 0) found.at(-1).push([row[0], one]);
  });
  return found.filter((run) => run.length > 1);
}

function spans(rows, flag) {
  const found = [];
  for (const row of rows)
    if (row[3] & flag) {
      if (found.at(-1)?.[1] >= row[0] - 1) found.at(-1)[1] = row[0];
      else found.push([row[0], row[0]]);
    }
  return found;
}

// Time on a point over the nights: a full dot where it was felt to let go.
export function trend(point, holds, first, last) {
  const [width, height, left, bottom] = [230, 96, 30, 78];
  const most = Math.max(10, ...holds.map((hold) => Math.max(hold.held_s, hold.target_s ?? 0) / 60)) * 1.1;
  const x = (day) => left + 6 + ((day - first) / Math.max(1, last - first)) * (width - left - 14);
  const y = (minutes) => bottom - (minutes / most) * (bottom - 18);
  const held = holds.map((hold) => [x(hold.day), y(hold.held_s / 60), hold]);
  const step = most > 20 ? 10 : 5;
  const grid = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
  const label = `${point}: ${holds.length} holds, the last ${clockOf(holds.at(-1).held_s)}`;
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart trend", role: "img", "aria-label": label },
    words(left, 10, point, "name"),
    holds[0].date ? [words(left, 93, dateOf(first).slice(5)), words(width, 93, dateOf(last).slice(5), "right")] : [],
    grid.map((minutes) => [line(left, y(minutes), width, y(minutes), "grid"), words(left - 5, y(minutes) + 4, String(minutes), "right")]).flat(),
    draw("polyline", { class: "curve aim", points: holds.filter((hold) => hold.target_s).map((hold) => `${x(hold.day)},${y(hold.target_s / 60)}`).join(" ") }),
    held.map(([cx, cy, hold]) => draw("circle", { cx, cy, r: 3.4, class: isFelt(hold) ? "felt" : "by-time" })));
}
