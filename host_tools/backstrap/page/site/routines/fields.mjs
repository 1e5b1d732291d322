// The author's form of a routine -> the strap's: routines/fields.py and units.py of the host say the
// same, and a test holds the two together. Only what passed the schema comes here.

const SECONDS = { s: 1, min: 60, h: 3600 };
const PASCALS = { Pa: 1, hPa: 100, kPa: 1000, mmHg: 133.322 };
const AMOUNT = /^\s*([0-9.]+)\s*([A-Za-z]*)\s*$/;

function seconds(text) {
  const [, number, unit] = AMOUNT.exec(text);
  return Math.round(Number(number) * SECONDS[unit] * 1000) / 1000;
}

// Half to even, as Python rounds.
function rounded(value) {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 ? down + 1 : down;
}

function pascals(text) {
  const [low, high] = text.split(" to ");
  const [, most, unit] = AMOUNT.exec(high);
  const [, least, first] = AMOUNT.exec(low);
  return [rounded(Number(least) * PASCALS[first || unit]), rounded(Number(most) * PASCALS[unit])];
}

function night(value) {
  const numbers = String(value).match(/[0-9]+/g).map(Number);
  return [numbers[0], numbers.at(-1)];
}

export const sidesOf = (entry) => [entry.sides].flat();
export const nameOf = (entry) => entry.id ?? entry.muscle ?? "";
export const isHold = (entry) => "muscle" in entry;
const pointId = (entry, side) => (side === "both" ? nameOf(entry) : `${nameOf(entry)}-${side}`);

// The points that a name in `after` means for a point on this side.
export const before = (side, name, entries) =>
  entries
    .filter((entry) => isHold(entry) && nameOf(entry) === name)
    .flatMap((entry) =>
      sidesOf(entry)
        .filter((its) => its === side || [its, side].includes("both"))
        .map((its) => pointId(entry, its)),
    );

function point(entry, side, doc, muscles) {
  const times = { ...doc.hold, ...entry.hold };
  const [x, y] = entry.map;
  return {
    kind: "hold",
    id: pointId(entry, side),
    muscle: entry.muscle,
    side,
    layer: entry.layer ?? muscles[entry.muscle]?.[1] ?? 2,
    after: [...new Set((entry.after ?? []).flatMap((name) => before(side, name, doc.steps)))],
    map: side === "right" ? [100 - x, y] : [x, y],
    spots: entry.spots ?? 1,
    hold_s: ["least", "target", "most"].map((name) => seconds(times[name])),
    lines: entry.lines,
  };
}

function steps(entry, doc, muscles) {
  if (isHold(entry)) return sidesOf(entry).map((side) => point(entry, side, doc, muscles));
  const { id, lines } = entry;
  if ("note" in entry) return [{ kind: "note", id, name: entry.note, lines }];
  const { band = "none", repeats = 0, time } = entry;
  const exercise = { kind: "exercise", id, name: entry.exercise, band, repeats };
  return [{ ...exercise, seconds: time ? seconds(time) : 0, lines }];
}

// {fields, origins}: the strap's fields, and of each step the index of the entry it came from.
export function build(doc, { muscles, format }) {
  const made = doc.steps.flatMap((entry, i) =>
    steps(entry, doc, muscles).map((step) => [step, i]),
  );
  const fields = {
    format,
    id: doc.id,
    name: doc.name,
    region: doc.region,
    source: doc.source ?? "",
    night: doc.night === undefined ? [1, 1] : night(doc.night),
    rest_s: doc.rest === undefined ? 0 : seconds(doc.rest),
    rest_nights: doc.rest_nights ?? 0,
    kits: (doc.kits ?? []).map((kit) => ({
      position: kit.position,
      balls: kit.balls,
      bands: kit.bands,
      pillow: kit.pillow === true || kit.pillow === "yes",
      firmness_pa: pascals(kit.firmness),
      load_pa: pascals(kit.load ?? "15 to 100 mmHg"),
    })),
    schedule: (doc.schedule ?? []).map((phase) => ({
      phase_weeks: phase.weeks ?? 0,
      days_a_week: phase.days ?? 7,
      phase_times: phase.times,
    })),
    steps: made.map(([step]) => step),
  };
  return { fields, origins: made.map(([, i]) => i) };
}

// The strap's file: a header, then a row a step. forms: the fields' names in their order.
export function rows(fields, forms) {
  const pick = (names, from) => names.map((name) => from[name]);
  const head = Object.fromEntries(forms.header.map((name) => [name, fields[name]]));
  head.kits = fields.kits.map((kit) => pick(forms.kit, kit));
  head.schedule = fields.schedule.map((phase) => pick(forms.phase, phase));
  head.steps = fields.steps.length;
  const lines = fields.steps.map((step) => [step.kind, ...pick(forms.steps[step.kind], step)]);
  return [head, ...lines].map((row) => `${JSON.stringify(row)}\n`).join("");
}
