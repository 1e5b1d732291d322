// What the holds tell, on the page and in the report that is a file of its own.

import { at, backMap } from "../backmap.mjs";
import { draw, make } from "../dom.mjs";
import { calendar } from "./calendar.mjs";
import { clockOf, holdCurve, trend } from "./charts.mjs";
import { grouped, inOrder, isFelt, PROGRESS, progressOf } from "./holds.mjs";

const TO_MMHG = 1 / 133.322;
const DAYS_A_WEEK = 7;
const round = (value, digits = 0) => (value === null ? "-" : value.toFixed(digits));

export class HistoryView {
  // places: {point: [x, y]}; ended: {word: what it means}
  constructor(room, { places, ended }) {
    Object.assign(this, { room, places, ended, all: [], person: 0, day: null, hold: null });
  }

  show(holds) {
    this.all = inOrder(holds);
    const last = this.all.at(-1);
    [this.person, this.day, this.hold] = [last?.person ?? 1, last?.day ?? null, last ?? null];
    this.render();
  }

  get holds() {
    return this.all.filter((hold) => hold.person === this.person);
  }

  render() {
    const { holds } = this;
    if (!this.all.length) {
      this.room.replaceChildren();
      return;
    }
    const dated = grouped(holds.filter((hold) => hold.date), "day");
    this.room.replaceChildren(
      make("div", { class: "row spread summary" }, this.summary(holds), this.controls()),
      make("div", { class: "past" },
        make("section", { class: "card nights-card" }, make("h2", {}, "Nights"),
          dated.size
            ? make("div", { class: "scroll nights", tabindex: 0, role: "group", "aria-label": "Calendar of nights" }, calendar(dated, this.day, (day) => this.choose(day)))
            : make("p", { class: "faint" }, "The strap's clock was never set: nights are counted, not dated."),
          this.night(holds)),
        make("section", { class: "card map-card" }, make("h2", {}, "The back"), this.map(holds)),
        make("section", { class: "card curve-card" }, ...this.curve()),
        make("section", { class: "card trend-card" }, make("h2", {}, "Time on each point, minutes"),
          make("p", { class: "faint" }, "A full dot: it was felt, or sensed (~), to let go. The line is the target."), this.trends(holds))),
    );
    for (const calendar of this.room.querySelectorAll(".scroll.nights")) calendar.scrollLeft = calendar.scrollWidth;
  }

  summary(holds) {
    const nights = new Set(holds.map((hold) => hold.day)).size;
    const minutes = Math.round(holds.reduce((sum, hold) => sum + hold.held_s, 0) / 60);
    const gone = [...grouped(holds, "point").values()].filter((of) => progressOf(of) === "gone").length;
    const [first, last] = [holds[0], holds.at(-1)].map((hold) => hold.date ?? `night ${hold.day}`);
    return make("p", { id: "summary" }, `${holds.length} holds on ${nights} nights, ${first} to ${last}: ${minutes} min on the ball; ${gone} points have let go. ${holds.filter(isFelt).length} holds ended because it throbbed.`);
  }

  controls() {
    const people = [...new Set(this.all.map((hold) => hold.person))].sort();
    const choice = make("select", { id: "person", "aria-label": "Person" }, people.map((one) => make("option", { value: one }, `person ${one}`)));
    choice.value = this.person;
    choice.addEventListener("change", () => {
      this.person = Number(choice.value);
      this.hold = this.holds.at(-1);
      this.day = this.hold.day;
      this.render();
    });
    return make("span", { class: "row no-print" }, people.length > 1 ? choice : null,
      make("button", { type: "button", id: "print", onclick: () => print() }, "Print"));
  }

  choose(day) {
    this.day = day;
    this.hold = this.holds.find((hold) => hold.day === day);
    this.render();
    this.room.querySelector('.night[aria-pressed="true"]')?.focus();
  }

  night(holds) {
    const those = holds.filter((hold) => hold.day === this.day);
    const rows = those.map((hold) => make("tr", { "aria-current": String(hold === this.hold) },
      make("td", {}, make("button", { type: "button", class: "quiet", "aria-pressed": String(hold === this.hold), onclick: () => {
        this.hold = hold;
        this.render();
      } }, hold.point)),
      make("td", {}, hold.minute === null ? "-" : `${String(Math.floor(hold.minute / 60)).padStart(2, "0")}:${String(hold.minute % 60).padStart(2, "0")}`),
      make("td", {}, clockOf(hold.held_s)), make("td", {}, hold.ended)));
    const days = [...new Set(holds.map((hold) => hold.day))];
    const i = days.indexOf(this.day);
    const go = (label, to) => make("button", { type: "button", class: "quiet no-print", disabled: to < 0 || to >= days.length, onclick: () => this.choose(days[to]) }, label);
    return make("div", { class: "night-holds" },
      make("div", { class: "row spread" }, make("h3", {}, those[0]?.date ?? `night ${this.day}`), make("span", { class: "row" }, go("Earlier", i - 1), go("Later", i + 1))),
      make("table", {}, make("thead", {}, make("tr", {}, ["point", "began", "held", "ended"].map((name) => make("th", { scope: "col" }, name)))), make("tbody", {}, rows)));
  }

  curve() {
    const { hold } = this;
    const facts = [
      ["held", clockOf(hold.held_s)], ["target", hold.target_s ? clockOf(hold.target_s) : "-"],
      ["ended", this.ended[hold.ended] ?? hold.ended], ["mean load", `${round(hold.load_pa && hold.load_pa * TO_MMHG)} mmHg`],
      ["~ breath", `${round(hold.breath, 1)} /min`], ["~ pulse", `${round(hold.pulse)} /min`],
      ["~ throb", hold.throb ? `${hold.throb.toFixed(1)}x` : "-"], ["pauses", String(hold.pauses)],
    ];
    return [
      make("h2", { id: "hold-title" }, `${hold.point}, ${hold.date ?? `night ${hold.day}`}`),
      hold.rows.length ? make("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Curve of the hold" }, holdCurve(hold)) : make("p", { class: "faint" }, "The record has no curve."),
      make("dl", { class: "felt" }, facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value)))),
    ];
  }

  trends(holds) {
    const points = [...grouped(holds, "point")].sort(([a], [b]) => a.localeCompare(b));
    const [first, last] = [holds[0].day, Math.max(holds.at(-1).day, holds[0].day + DAYS_A_WEEK)];
    return make("div", { class: "trends" }, points.map(([point, of]) => trend(point, of, first, last)));
  }

  map(holds) {
    const points = grouped(holds, "point");
    const { map, places } = backMap("Progress of each point, seen from behind");
    const names = [...new Set([...Object.keys(this.places), ...points.keys()])];
    const without = [];
    for (const name of names) {
      const kind = points.has(name) ? progressOf(points.get(name)) : "never";
      if (!Object.hasOwn(this.places, name)) {
        without.push(`${name}: ${PROGRESS[kind]}`);
        continue;
      }
      const [cx, cy] = at(...this.places[name]);
      const title = draw("title", {}, `${name}: ${PROGRESS[kind]}, ${points.get(name)?.length ?? 0} times`);
      places.append(draw("circle", { cx, cy, r: kind === "never" ? 4.5 : 8, class: `done ${kind}` }, title));
    }
    map.setAttribute("role", "img");
    return make("div", {}, map,
      make("ul", { class: "key" }, Object.entries(PROGRESS).map(([kind, text]) => make("li", { class: `p-${kind}` }, text))),
      without.length ? make("p", { class: "faint" }, `Not on the map: ${without.join("; ")}`) : null);
  }
}
