// Fields of the routine's form: each edits the value at one path of the document.

import { make } from "../dom.mjs";

export const LANGUAGES = ["en", "de", "es"];
const SIDES = ["left + right", "left", "right", "both"];
const sides = (value) => (Array.isArray(value) ? value.join(" + ") : value);

// How a value is read from and written to a control; `text` and `lines` may be in languages.
const joined = (value, by) => [value ?? []].flat().join(by);
const split = (text, by) => text.split(by).map((part) => part.trim()).filter(Boolean);
const number = (text) => (/^-?[0-9]+$/.test(text) ? Number(text) : text);
const KINDS = {
  text: { out: (value) => value ?? "", in: (text) => text, spoken: true },
  word: { out: (value) => String(value ?? ""), in: (text) => text },
  number: { out: (value) => String(value ?? ""), in: number },
  lines: { out: (value) => joined(value, "\n"), in: (text) => text.split("\n").filter(Boolean), spoken: true, rows: 3 },
  names: { out: (value) => joined(value, ", "), in: (text) => split(text, ",") },
  pair: { out: (value) => joined(value, ", "), in: (text) => split(text, ",").map(number) },
  sides: { out: sides, in: (text) => (text.includes("+") ? ["left", "right"] : text) },
  yes: { out: (value) => (value === true || value === "yes" ? "yes" : "no"), in: (text) => text === "yes" },
};

// A table of a form: [key, label, kind, options].
export const HEADER = [
  ["id", "Id", "word"], ["name", "Name on the screen", "text"],
  ["region", "Region", "word", ["upper-back", "neck"]],
  ["night", "Points a night", "word"], ["rest", "Rest between points", "word"],
  ["rest_nights", "Nights off after a night", "number"], ["source", "Source", "word"],
];
export const TIMES = [
  ["least", "Least", "word"], ["target", "Target", "word"], ["most", "Most", "word"],
];
export const KIT = [
  ["position", "Position", "word", ["lying", "sitting"]], ["balls", "Balls", "names"],
  ["bands", "Bands", "names"], ["pillow", "Pillow", "yes", ["yes", "no"]],
  ["firmness", "Firmness", "word"], ["load", "Load", "word"],
];
export const PHASE = [["weeks", "Weeks", "number"], ["days", "Days a week", "number"]];
export const entryFields = (entry, muscles) => {
  if ("note" in entry) return [["note", "Title", "text"], ["id", "Id", "word"], ["lines", "Text", "lines"]];
  if ("exercise" in entry)
    return [
      ["exercise", "Name", "text"], ["id", "Id", "word"], ["band", "Band", "word", ["none", "red", "blue"]],
      ["repeats", "Repeats", "number"], ["time", "or time", "word"], ["lines", "How", "lines"],
    ];
  return [
    ["muscle", "Muscle", "word", muscles], ["sides", "Sides", "sides", SIDES],
    ["map", "Place (x, y)", "pair"], ["spots", "Spots", "number"], ["layer", "Layer", "number"],
    ["after", "After", "names"], ["id", "Id", "word"], ["lines", "Where to put the ball", "lines"],
  ];
};

export const fieldId = (path) => `field-${path.join("-")}`;

// The value at a path, and changing it: an empty one is taken away.
export const get = (doc, path) => path.reduce((at, step) => at?.[step], doc);
function put(doc, path, value) {
  const [last] = path.slice(-1);
  const inner = (at, step) => (isObject(at[step]) ? at[step] : (at[step] = {}));
  const owner = path.slice(0, -1).reduce(inner, doc);
  const empty = value === "" || (Array.isArray(value) && !value.length);
  if (!empty) owner[last] = value;
  else {
    delete owner[last];
    if (path.at(-2) === "hold" && path.length > 2 && !Object.keys(owner).length)
      delete get(doc, path.slice(0, -2)).hold; // an entry's own times, of which none is left
  }
}

const isObject = (value) => value !== null && typeof value === "object";
const isSpoken = (value) => isObject(value) && !Array.isArray(value);

function inLanguage(old, value, language) {
  if (!isSpoken(old)) return language === "en" ? value : { en: old ?? "", [language]: value };
  return { ...old, [language]: value };
}

// The fields of a table at a path. changed() is called after the document has changed.
export const fields = (doc, path, table, language, changed) =>
  table.map((one) => field(doc, [...path, one[0]], one, language, changed));

export const group = (title, ...controls) =>
  make("fieldset", { class: "fields" }, make("legend", {}, title), ...controls);

// A label with its control.
function field(doc, path, [, label, kind, options], language, changed) {
  const form = KINDS[kind];
  const id = fieldId(path);
  const whole = get(doc, path);
  const value = form.spoken && isSpoken(whole) ? whole[language] : whole;
  const shown = form.out(form.spoken && !isSpoken(whole) && language !== "en" ? undefined : value);
  const attributes = { id, "aria-describedby": `${id}-wrong`, spellcheck: "false" };
  const control = options
    ? make("select", attributes, choices(options, shown))
    : form.rows
      ? make("textarea", { ...attributes, rows: form.rows })
      : make("input", { ...attributes, autocomplete: "off" });
  control.value = shown;
  control.addEventListener("input", () => {
    const given = form.in(control.value);
    const old = get(doc, path);
    const spoken = form.spoken && (isSpoken(old) || language !== "en");
    put(doc, path, spoken ? inLanguage(old, given, language) : given);
    changed();
  });
  const wrong = make("span", { id: `${id}-wrong`, class: "bad-text" });
  return make("div", { class: `field ${kind}` }, make("label", { for: id }, label), control, wrong);
}

const choices = (options, shown) =>
  (options.includes(shown) ? options : [shown, ...options]).map((option) =>
    make("option", { value: option }, option || "-"),
  );

// The control of a path, or of what is in it: a filled one if there is one.
function controlAt(path) {
  const id = fieldId(path);
  const inside = [...document.querySelectorAll(".field [aria-describedby]")].filter((one) =>
    path.length > 2 || path[0] === "hold" ? one.id.startsWith(`${id}-`) : false,
  );
  return document.getElementById(id) ?? inside.find((one) => one.value) ?? inside[0];
}

// Problems at their fields; what has none on the form is given back.
export function showProblems(problems) {
  for (const wrong of document.querySelectorAll(".field .bad-text")) wrong.textContent = "";
  for (const control of document.querySelectorAll(".field [aria-invalid]"))
    control.removeAttribute("aria-invalid");
  return problems.filter(([path, text]) => {
    for (let length = path.length; length; length--) {
      const control = controlAt(path.slice(0, length));
      if (!control) continue;
      control.setAttribute("aria-invalid", "true");
      control.closest("details")?.setAttribute("open", "");
      document.getElementById(`${control.id}-wrong`).textContent = text;
      return false;
    }
    return true;
  });
}
