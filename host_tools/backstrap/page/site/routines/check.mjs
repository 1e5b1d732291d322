// All that is wrong with a routine as its author has it: the schema, what one entry says of others,
// then the strap's own rules, in MicroPython. Each problem is [path, text].

import { problems as judged, readable } from "../judge/judge.mjs";
import { data, schema as fetchSchema } from "../pack.mjs";
import { before, build, isHold, nameOf, rows, sidesOf } from "./fields.mjs";
import { Schema } from "./schema.mjs";

const LINE_BYTES_MOST = 1024;
// The author's key for a field of the strap, where it is another one.
const KEYS = {
  rest_s: "rest", hold_s: "hold", firmness_pa: "firmness", load_pa: "load", side: "sides",
  seconds: "time", phase_weeks: "weeks", days_a_week: "days", phase_times: "times",
};
let schema;

// {problems, rows, origins}; rows, the strap's file, is "" while there are problems.
export async function check(doc) {
  schema ??= new Schema(await fetchSchema());
  const told = await data();
  const shape = schema.problems(doc);
  if (shape.length) return { problems: once(shape), rows: "", origins: [] };
  const { fields, origins } = build(doc, { muscles: told.muscles, format: told.forms.format });
  const made = rows(fields, told.forms);
  const found = [...afterProblems(doc.steps), ...kitProblems(doc), ...idProblems(doc.steps), ...tooLong(made, origins)];
  for (const [path, text] of await judged(fields)) found.push([authors(path, origins, doc), text]);
  if (!found.length) {
    const said = await readable(made);
    if (said) found.push([[], said]);
  }
  return { problems: once(found), rows: found.length ? "" : made, origins };
}

// Where the author wrote it: a hold without times of its own has the routine's.
function authors([...path], origins, doc) {
  if (path[0] === "steps" && path.length > 1) path[1] = origins[path[1]];
  const written = path.map((step) => KEYS[step] ?? step);
  return written[2] === "hold" && !doc.steps[written[1]].hold ? ["hold"] : written;
}

const once = (found) => [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];

const tooLong = (made, origins) =>
  made.split("\n").flatMap((line, i) => {
    const size = new TextEncoder().encode(line).length + 1;
    const text = `${size} bytes on the strap; allowed: at most ${LINE_BYTES_MOST}; shorten it`;
    return size > LINE_BYTES_MOST ? [[i ? ["steps", origins[i - 1]] : [], text]] : [];
  });

const kitProblems = ({ kits = [] }) =>
  kits.flatMap(({ position }, i) => {
    const first = kits.findIndex((kit) => kit.position === position);
    return first < i ? [[["kits", i, "position"], `a second kit for ${position}; keep one`]] : [];
  });

// Another kind's id would be taken for a hold's in `after` and in the schedule.
const idProblems = (entries) =>
  entries.flatMap((entry, i) => {
    const first = entries.findIndex(
      (other) => nameOf(other) === nameOf(entry) && isHold(other) !== isHold(entry),
    );
    const text = `'${nameOf(entry)}' is taken by step ${first + 1}; give another 'id'`;
    return first >= 0 && first < i ? [[["steps", i, "id"], text]] : [];
  });

const afterProblems = (entries) =>
  entries.flatMap((entry, i) => (isHold(entry) ? [...namesOf(entry, i, entries)] : []));

function* namesOf(entry, i, entries) {
  const own = nameOf(entry);
  for (const [k, name] of (entry.after ?? []).entries()) {
    const path = ["steps", i, "after", k];
    const missing = sidesOf(entry).filter((side) => !before(side, name, entries).length);
    if (name === own) yield [path, `'${name}' cannot wait for itself; take it away`];
    else if (!entries.some((other) => isHold(other) && nameOf(other) === name))
      yield [path, `'${name}' is no hold of this routine`];
    else if (missing.length) yield [path, `'${name}' has no point on the ${missing[0]}`];
    else if (reached(name, entries).has(own))
      yield [path, `a circle: '${name}' waits for '${own}'; take one of the two away`];
  }
}

// All that must come before a name, however far back.
function reached(name, entries) {
  const found = new Set();
  for (const ahead = [name]; ahead.length; ) {
    const at = ahead.pop();
    const names = entries.filter((one) => isHold(one) && nameOf(one) === at);
    for (const other of names.flatMap((one) => one.after ?? []))
      if (!found.has(other)) ahead.push(other);
    names.flatMap((one) => one.after ?? []).forEach((other) => found.add(other));
  }
  return found;
}
