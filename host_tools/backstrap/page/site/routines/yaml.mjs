// A routine as YAML, in and out, within bounds: what a file says is data and nothing else.

import "../yaml/js-yaml.js";

const { CORE_SCHEMA, dump, load, YAMLException } = globalThis.jsyaml;
const BYTES_MOST = 64 * 1024;
const VALUES_MOST = 20000;
const DEEPEST = 16;
const BLOCK_LEVELS = 3; // what is deeper is written in a line: map: [33, 27]

// The data in a text; Error says what is wrong, with the line where that is known.
export function parse(text) {
  if (text.length > BYTES_MOST) throw new Error(`more than ${BYTES_MOST} bytes is no routine`);
  let found;
  try {
    found = load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new Error(`line ${(error.mark?.line ?? 0) + 1}: ${error.reason}`);
  }
  count(found, 0, { left: VALUES_MOST });
  if (!isMapping(found))
    throw new Error("this is no routine: keys and values are needed, as `id: evening`");
  for (const key of ["steps", "kits", "schedule"])
    if (found[key] != null && !isList(found[key]))
      throw new Error(`${key}: a list is needed, of keys and values each`);
  delete found.$schema;
  return structuredClone(found);
}

const isMapping = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isList = (value) => Array.isArray(value) && value.every(isMapping);

function count(value, depth, budget) {
  if (--budget.left < 0 || depth > DEEPEST) throw new Error("more values than a routine has");
  if (value && typeof value === "object")
    for (const inner of Object.values(value)) count(inner, depth + 1, budget);
}

export const text = (doc) =>
  dump(doc, { flowLevel: BLOCK_LEVELS, lineWidth: 99, noRefs: true, schema: CORE_SCHEMA });
