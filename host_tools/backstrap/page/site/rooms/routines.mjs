// Room "Routines": the points on the back, what each says, what the strap will show of it.

import { $, make } from "../dom.mjs";
import { drawn } from "../judge/judge.mjs";
import { paint } from "../oled.mjs";
import { bytes, data } from "../pack.mjs";
import { check } from "../routines/check.mjs";
import { isHold, nameOf } from "../routines/fields.mjs";
import { entryFields, fields, group, LANGUAGES, showProblems, TIMES } from "../routines/form.mjs";
import { headerForm } from "../routines/header.mjs";
import { PlacesMap } from "../routines/map.mjs";
import { parse, text } from "../routines/yaml.mjs";
import { session } from "../session.mjs";

const WAIT_MS = 200; // after the last change, before it is judged
const NEW = {
  hold: (muscle, at) => ({ muscle, sides: ["left", "right"], map: at, lines: ["Where to put the ball."] }),
  exercise: (id) => ({ exercise: "Exercise", id, repeats: 10, lines: ["How to do it."] }),
  note: (id) => ({ note: "Note", id, lines: ["What to read."] }),
};

let told;
let doc;
let selected = 0;
let language = "en";
let verdict = { problems: [], rows: "", origins: [] };
let due = 0;
let judging = 0;
let map;
const parts = {};

export async function open(section) {
  told = await data();
  map = new PlacesMap(choose, move);
  build(section.querySelector("#routines-room"));
  take(parse(told.library["upper-back"].yaml));
}

function take(given) {
  doc = { ...given, steps: given.steps ?? [] };
  selected = 0;
  verdict = { problems: [], rows: "", origins: [] };
  render();
  judge();
}

const button = (label, onclick, attributes = {}) =>
  make("button", { type: "button", onclick, ...attributes }, label);

function build(room) {
  const shipped = make("select", { id: "shipped", "aria-label": "A shipped routine to begin with" },
    Object.keys(told.library).map((name) => make("option", { value: name }, name)));
  shipped.value = "upper-back";
  shipped.addEventListener("change", () => take(parse(told.library[shipped.value].yaml)));
  const file = make("input", { type: "file", id: "routine-file", accept: ".yaml,.yml,.json", class: "unseen", tabindex: -1, "aria-label": "A routine's file" });
  file.addEventListener("change", () => openFile(file));
  const tongue = make("select", { id: "language", "aria-label": "Language of the texts" }, LANGUAGES.map((name) => make("option", {}, name)));
  tongue.addEventListener("change", () => {
    language = tongue.value;
    render();
    preview();
  });
  Object.assign(parts, {
    said: make("p", { class: "note", role: "status", id: "verdict" }),
    others: make("ul", { class: "others", id: "problems" }),
    steps: make("ol", { class: "steps", id: "steps" }),
    form: make("div", { class: "fields" }),
    title: make("h2", { id: "step-title" }),
    header: make("div", { class: "stack" }),
    screens: make("div", { class: "screens", id: "screens", tabindex: 0, role: "group", "aria-label": "What the strap shows" }),
  });
  room.replaceChildren(
    make("div", { class: "row bar" }, shipped, button("Open a file", () => file.click()), file,
      button("Save as YAML", save, { id: "save" }), tongue,
      button("Put it on a strap", toFlash, { class: "main", id: "to-flash" })),
    parts.said,
    parts.others,
    make("div", { class: "bench" },
      make("div", { class: "card places-card" }, make("div", { class: "map-room" }, map.map),
        make("p", { class: "faint" }, "Drag a point, or choose it and use the arrow keys. The right side mirrors the left.")),
      make("div", { class: "card" }, make("div", { class: "row spread" }, make("h2", {}, "Steps"),
        make("span", { class: "row" }, ["hold", "exercise", "note"].map((kind) => button(`+ ${kind}`, () => add(kind), { class: "quiet" })))), parts.steps),
      make("div", { class: "card" }, make("div", { class: "row spread" }, parts.title,
        make("span", { class: "row" }, button("Up", () => shift(-1), { class: "quiet" }), button("Down", () => shift(1), { class: "quiet" }), button("Remove", remove, { class: "quiet" }))), parts.form)),
    make("div", { class: "stack below" },
      make("details", { class: "card" }, make("summary", {}, "The routine: times, kit, nights, schedule"), parts.header),
      make("div", { class: "card" }, make("h2", {}, "What the strap shows"), parts.screens)),
  );
}

function render() {
  renderHeader();
  const at = (path, table) => fields(doc, path, table, language, stepChanged);
  const entry = doc.steps[selected];
  parts.title.textContent = entry ? `Step ${selected + 1}: ${label(entry)}` : "No step";
  const path = ["steps", selected];
  parts.form.replaceChildren(
    ...(entry ? at(path, entryFields(entry, musclesOf(doc.region))) : []),
    ...(entry && isHold(entry) ? [group("Its own times; the routine's where empty", at([...path, "hold"], TIMES))] : []),
  );
  renderSteps();
  tell();
}

function renderHeader() {
  parts.header.replaceChildren(...headerForm(doc, language, changed, () => {
    render();
    judge();
  }));
}

function changed() {
  renderSteps();
  judgeSoon();
}

// The schedule has a field for each exercise, by its id.
function stepChanged() {
  renderHeader();
  changed();
}

const musclesOf = (region) =>
  Object.keys(told.muscles).filter((name) => told.muscles[name][0] === region || !region);
const spoken = (value) => (value && typeof value === "object" ? value.en : value);
const label = (entry) => String((isHold(entry) ? nameOf(entry) : spoken(entry.exercise ?? entry.note)) ?? "?");

function renderSteps() {
  const wrong = new Set(verdict.problems.map(([path]) => (path[0] === "steps" ? path[1] : -1)));
  parts.steps.replaceChildren(...doc.steps.map((entry, i) =>
    make("li", {}, button(label(entry), () => choose(i), {
      class: `quiet step${wrong.has(i) ? " wrong" : ""}`, "aria-pressed": String(i === selected),
    }))));
  map.show(doc.steps, selected);
}

function choose(i) {
  if (i === selected) return;
  selected = i;
  render();
  preview();
}

function move(i, place) {
  doc.steps[i].map = place;
  const control = document.getElementById(`field-steps-${i}-map`);
  if (control) control.value = place.join(", ");
  renderSteps();
  judgeSoon();
}

function add(kind) {
  const id = `${kind}-${doc.steps.length + 1}`;
  doc.steps.push(kind === "hold" ? NEW.hold(musclesOf(doc.region)[0], [35, 40]) : NEW[kind](id));
  selected = doc.steps.length - 1;
  render();
  judge();
}

function remove() {
  doc.steps.splice(selected, 1);
  selected = Math.max(0, selected - 1);
  render();
  judge();
}

function shift(by) {
  const to = selected + by;
  if (to < 0 || to >= doc.steps.length) return;
  doc.steps.splice(to, 0, ...doc.steps.splice(selected, 1));
  selected = to;
  render();
  judge();
}

function judgeSoon() {
  clearTimeout(due);
  due = setTimeout(judge, WAIT_MS);
}

async function judge() {
  const run = ++judging;
  let found;
  try {
    found = await check(structuredClone(doc));
  } catch (error) {
    found = { problems: [[[], error.message]], rows: "", origins: [] };
  }
  if (run !== judging) return; // it has changed since
  verdict = found;
  session.routine = verdict.rows ? { id: doc.id, rows: verdict.rows } : null;
  renderSteps();
  tell();
  preview();
}

// Each problem at its field, those of other steps below the verdict.
function tell() {
  const { problems, rows } = verdict;
  const elsewhere = showProblems(problems);
  parts.said.className = `note ${problems.length ? "bad" : rows ? "good" : ""}`;
  parts.said.textContent = problems.length
    ? `${problems.length} to mend`
    : rows ? `Good: ${doc.steps.length} entries, ${bytes(rows).length} bytes on the strap` : "...";
  parts.others.replaceChildren(...elsewhere.map(([path, said]) => {
    const [where, i] = path;
    const place = where === "steps" && doc.steps[i] ? label(doc.steps[i]) : path.join(" ") || "the routine";
    return make("li", {}, where === "steps" && i !== undefined ? button(place, () => choose(i), { class: "quiet" }) : place, ` ${said}`);
  }));
  for (const id of ["to-flash"]) $(id).disabled = !rows;
}

async function preview() {
  const { rows, origins } = verdict;
  const index = origins.indexOf(selected);
  if (!rows || index < 0) return;
  let frames;
  try {
    frames = await drawn(rows, index, language);
  } catch (error) {
    parts.screens.replaceChildren(make("p", { class: "bad-text" }, error.message));
    return;
  }
  if (rows !== verdict.rows || index !== verdict.origins.indexOf(selected)) return;
  parts.screens.replaceChildren(...frames.map(([name, frame]) => {
    const canvas = make("canvas", { role: "img", "aria-label": `screen ${name}` });
    paint(canvas, frame);
    return make("figure", {}, canvas, make("figcaption", { class: "faint" }, name));
  }));
}

async function openFile(input) {
  const [file] = input.files;
  if (!file) return;
  const given = await file.text();
  input.value = "";
  let parsed;
  try {
    parsed = parse(given);
  } catch (error) {
    verdict = { problems: [[[], `${file.name}: ${error.message}`]], rows: "", origins: [] };
    tell();
    return;
  }
  take(parsed);
}

function save() {
  const url = URL.createObjectURL(new Blob([text(doc)], { type: "application/yaml" }));
  make("a", { href: url, download: `${doc.id || "routine"}.yaml` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function toFlash() {
  location.hash = "flash";
}
