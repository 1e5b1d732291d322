// Holds out of decoded records (on_page/judge.py, page/report.py): when, how long, what was felt,
// and what has become of each point. All plain data.

const FIRST_DAY = 19723; // 2024-01-01: nights below were counted, for no clock was set
const DAY_MS = 86400000;
const FELT = ["felt", "sensed"]; // it throbbed
const NIGHTS_TO_LET_GO = 3;
const CONTACT = 1;

// What is told of a hold; a field that the record has not is null.
export function holdOf(record) {
  const known = record.day >= FIRST_DAY;
  const rows = record.rows ?? [];
  const mean = (values) => (values.length ? values.reduce((a, b) => a + b) / values.length : null);
  return {
    date: known ? dateOf(record.day) : null,
    day: record.day,
    minute: known && record.minute < 1440 ? record.minute : null,
    number: record.number,
    person: (record.person ?? 0) + 1,
    routine: String(record.routine ?? ""),
    point: String(record.point ?? ""),
    ended: String(record.ended),
    held_s: record.hold_ms / 1000,
    least_s: record.least_s ?? null,
    target_s: record.target_s ?? null,
    load_pa: mean(rows.filter((row) => row[3] & CONTACT).map((row) => row[1])),
    breath: mean(rows.map((row) => row[4] / 5).filter(Boolean)),
    pulse: mean(rows.map((row) => row[5]).filter(Boolean)),
    gave_pa: record.gave_pa ?? null,
    throb: record.throb_ratio ? record.throb_ratio / 256 : null,
    pauses: record.pauses ?? 0,
    rows,
  };
}

export const dateOf = (day) => new Date(day * DAY_MS).toISOString().slice(0, 10);

// Oldest first; the same record twice is one hold.
export function inOrder(holds) {
  const kept = new Map();
  for (const hold of holds)
    kept.set([hold.day, hold.minute, hold.number, hold.person, hold.point, hold.held_s].join(), hold);
  return [...kept.values()].sort(
    (a, b) => a.day - b.day || nightly(a.minute) - nightly(b.minute) || a.number - b.number,
  );
}

const nightly = (minute) => (minute === null ? 0 : (minute + 720) % 1440); // from noon to noon

export const grouped = (holds, key) =>
  holds.reduce((found, hold) => {
    if (!found.has(hold[key])) found.set(hold[key], []);
    found.get(hold[key]).push(hold);
    return found;
  }, new Map());

// "let go": it throbbed once, at half its least time or later, or was held on three nights.
export function progressOf(holds) {
  const least = (hold) => hold.least_s ?? 0;
  const throbbed = holds.some((hold) => FELT.includes(hold.ended) && hold.held_s >= least(hold) / 2);
  const nights = new Set(holds.filter((hold) => hold.held_s >= least(hold)).map((hold) => hold.day));
  if (throbbed || nights.size >= NIGHTS_TO_LET_GO) return "gone";
  return nights.size ? "held" : "tried";
}

export const isFelt = (hold) => FELT.includes(hold.ended);
export const PROGRESS = { gone: "has let go", held: "held", tried: "tried", never: "not held yet" };
