// The holds of a routine on the back: to choose, to drag, and to move with the arrow keys.

import { at, backMap, placeUnder } from "../backmap.mjs";
import { draw } from "../dom.mjs";
import { isHold, nameOf, sidesOf } from "./fields.mjs";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ofEntry = (entry) => (Array.isArray(entry.map) && entry.map.every(Number.isInteger) ? entry.map : [30, 30]);

export class PlacesMap {
  // chosen(index): a hold was pressed; moved(index, [x, y]): it goes elsewhere
  constructor(chosen, moved) {
    const { map, places } = backMap("Points on the back, seen from behind");
    Object.assign(this, { map, places, chosen, moved });
    map.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"])
      map.addEventListener(name, () => (this.held = null));
  }

  show(entries, selected) {
    const focused = this.places.contains(document.activeElement);
    const marks = entries.flatMap((entry, i) => (isHold(entry) ? this.marks(entry, i, i === selected) : []));
    this.places.replaceChildren(...marks.sort((a, b) => a.dataset.on.localeCompare(b.dataset.on)));
    if (focused) this.places.querySelector('[data-on="1"][tabindex]')?.focus();
  }

  marks(entry, i, on) {
    const [x, y] = ofEntry(entry);
    const sides = sidesOf(entry);
    return sides.map((side, n) => {
      const [cx, cy] = at(side === "right" ? 100 - x : x, y);
      const mirrored = side === "right" && sides.length > 1;
      const mark = draw("g", {
        class: `place${on ? " on" : ""}${mirrored ? " mirror" : ""}`,
        "data-on": on ? "1" : "0",
        ...(n ? {} : { tabindex: 0, role: "button", "aria-pressed": String(on),
          "aria-label": `${nameOf(entry)}, x ${x}, y ${y}; arrow keys move it` }),
      }, draw("circle", { cx, cy, r: 13, class: "reach" }), draw("circle", { cx, cy, r: on ? 8 : 6 }));
      mark.addEventListener("pointerdown", (event) => {
        this.held = mirrored ? null : { i, side };
        if (this.held) this.map.setPointerCapture(event.pointerId);
        event.preventDefault();
        this.chosen(i);
        this.places.querySelector('[data-on="1"][tabindex]')?.focus();
      });
      mark.addEventListener("focus", () => on || this.chosen(i));
      mark.addEventListener("keydown", (event) => {
        const step = STEPS[event.key];
        if (!step) return;
        event.preventDefault();
        const limit = (value) => Math.max(0, Math.min(100, value));
        this.moved(i, [limit(x + step[0]), limit(y + step[1])]);
      });
      return mark;
    });
  }

  drag(event) {
    if (!this.held) return;
    const [x, y] = placeUnder(this.map, event);
    this.moved(this.held.i, [this.held.side === "right" ? 100 - x : x, y]);
  }
}
