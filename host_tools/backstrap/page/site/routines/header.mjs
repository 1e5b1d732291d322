// The form of what is said of the routine as a whole: its name, times, kits and schedule.

import { $, make } from "../dom.mjs";
import { isHold, nameOf } from "./fields.mjs";
import { fields, group, HEADER, KIT, PHASE, TIMES } from "./form.mjs";

// changed(): a value is another one. again(): so are the fields.
export function headerForm(doc, language, changed, again) {
  const at = (path, table) => fields(doc, path, table, language, changed);
  const quiet = (label, onclick, id) => make("button", { type: "button", class: "quiet", onclick, id }, label);
  const phases = doc.schedule ?? [];

  function put(left) {
    if (left.length) doc.schedule = left;
    else delete doc.schedule;
    again();
    $("add-phase").focus();
  }
  const once = () => ({ times: Object.fromEntries(dueNames(doc.steps).map((name) => [name, 1])) });

  const phase = ({ times }, i) => {
    const path = ["schedule", i];
    const names = new Set([...dueNames(doc.steps), ...Object.keys(times ?? {})]);
    const due = [...names].map((name) => [name, `${name === "hold" ? "Points" : name} a day`, "number"]);
    const title = make("span", { class: "row spread" }, `Phase ${i + 1}`, quiet(`Remove phase ${i + 1}`, () => put(phases.filter((_, k) => k !== i))));
    return group(title, at(path, PHASE), at([...path, "times"], due));
  };

  return [
    make("div", { class: "fields" }, at([], HEADER)),
    group("Time of a hold", at(["hold"], TIMES)),
    ...(doc.kits ?? []).map((_, i) => group(`Kit ${i + 1}`, at(["kits", i], KIT))),
    make("div", { class: "row spread" }, make("h3", {}, "Schedule"), quiet("+ phase", () => put([...phases, once()]), "add-phase")),
    make("p", { class: "faint" }, "Phases follow one another; the last has no weeks and goes on. Without any, everything is due every day."),
    ...phases.map(phase),
  ];
}

// What a phase may name: "hold" for the points, and the exercises.
const dueNames = (entries) => [
  ...(entries.some(isHold) ? ["hold"] : []),
  ...entries.filter((entry) => "exercise" in entry).map(nameOf).filter(Boolean),
];
