// The nights as a calendar, a column a week from Monday on; a night with holds can be chosen.

import { draw } from "../dom.mjs";
import { dateOf, isFelt } from "./holds.mjs";

const [CELL, PITCH, SIDE, HEAD] = [17, 20, 36, 18];
const WEEKS_LEAST = 26;
const WEEKS_MOST = 40;
const DAYS = ["Mon", "", "Wed", "", "Fri", "", "Sun"];
const weekday = (day) => (day + 3) % 7; // 1970-01-01 was a Thursday

// nights: Map of day -> holds; chosen(day) is called
export function calendar(nights, chosenDay, chosen) {
  const days = [...nights.keys()];
  const last = Math.max(...days);
  const end = last - weekday(last) + 6;
  const weeks = Math.min(WEEKS_MOST, Math.max(WEEKS_LEAST, Math.ceil((end + 1 - Math.min(...days)) / 7)));
  const start = end - weeks * 7 + 1;
  const parts = DAYS.map((name, i) => draw("text", { x: 0, y: HEAD + i * PITCH + 13 }, name));
  for (let week = 0; week < weeks; week++) {
    const monday = dateOf(start + 7 * week);
    if (Number(monday.slice(8)) <= 7) {
      const month = new Date(monday).toLocaleDateString("en", { month: "short", timeZone: "UTC" });
      parts.push(draw("text", { x: SIDE + week * PITCH, y: 11 }, month));
    }
  }
  for (let day = start; day <= end; day++) {
    const place = { x: SIDE + Math.floor((day - start) / 7) * PITCH, y: HEAD + weekday(day) * PITCH, width: CELL, height: CELL, rx: 4 };
    const holds = nights.get(day);
    if (!holds) {
      parts.push(draw("rect", { ...place, class: "night empty" }));
      continue;
    }
    const minutes = Math.round(holds.reduce((sum, hold) => sum + hold.held_s, 0) / 60);
    const cell = draw("rect", {
      ...place, class: `night n${Math.min(3, holds.length)}${holds.some(isFelt) ? " let-go" : ""}`, role: "button", tabindex: 0,
      "aria-pressed": String(day === chosenDay), "aria-label": `${dateOf(day)}: ${holds.length} holds, ${minutes} min`,
    });
    cell.addEventListener("click", () => chosen(day));
    cell.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      chosen(day);
    });
    parts.push(cell);
  }
  const size = `0 0 ${SIDE + weeks * PITCH} ${HEAD + 7 * PITCH}`;
  return draw("svg", { viewBox: size, class: "calendar", role: "group", "aria-label": "Nights", width: SIDE + weeks * PITCH }, parts);
}
