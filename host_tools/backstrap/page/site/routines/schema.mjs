// As much of JSON Schema (draft 7) as the routine's schema uses: what is wrong with a value, as
// [path, text] pairs, in an author's words.

const kinds = {
  array: Array.isArray,
  integer: Number.isInteger,
  object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
  string: (value) => typeof value === "string",
};
const NEEDED = {
  array: "a list", integer: "a whole number", object: "keys and values", string: "a text",
};
const text = (value) => (typeof value === "string" ? value : JSON.stringify(value));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const quoted = (value) => (typeof value === "string" ? `'${value}'` : JSON.stringify(value));
const list = (values) => values.map(text).join(", ");

export class Schema {
  constructor(root) {
    this.root = root;
  }

  problems(value) {
    return [...this.of(this.root, value, [])];
  }

  good(schema, value) {
    return this.of(schema, value, []).next().done;
  }

  *of(schema, value, path) {
    if (schema.$ref) yield* this.of(this.root.$defs[schema.$ref.split("/").at(-1)], value, path);
    if (schema.type && !kinds[schema.type](value)) {
      yield [path, `${quoted(value ?? "nothing")}: ${NEEDED[schema.type]} is needed here`];
      return;
    }
    yield* this.ofValue(schema, value, path);
    if (kinds.object(value)) yield* this.ofObject(schema, value, path);
    if (kinds.array(value)) yield* this.ofArray(schema, value, path);
    yield* this.ofChoices(schema, value, path);
  }

  *ofValue(schema, value, path) {
    const said = quoted(value);
    const allowed = schema.enum ?? ("const" in schema ? [schema.const] : null);
    if (allowed && !allowed.some((one) => same(one, value)))
      yield [path, `${said} is not known; allowed: ${list(allowed)}`];
    if (typeof value === "string") {
      if (schema.pattern && !new RegExp(schema.pattern, "u").test(value))
        yield [path, form(schema, said)];
      if (value.length > schema.maxLength)
        yield [path, `${value.length} letters; allowed: at most ${schema.maxLength}`];
    }
    if (typeof value === "number" && (value < schema.minimum || value > schema.maximum))
      yield [path, `${said} is not allowed; allowed: ${range(schema)}`];
  }

  *ofObject(schema, value, path) {
    for (const key of schema.required ?? [])
      if (!(key in value)) yield [[...path, key], `'${key}' is missing`];
    const known = schema.properties ?? {};
    for (const [key, inner] of Object.entries(value)) {
      const rule = Object.hasOwn(known, key) ? known[key] : schema.additionalProperties;
      if (rule === false)
        yield [[...path, key], `unknown key '${key}'; allowed: ${list(Object.keys(known))}`];
      else if (rule && rule !== true) yield* this.of(rule, inner, [...path, key]);
    }
    const count = Object.keys(value).length;
    if (count < schema.minProperties) yield [path, "nothing is written here"];
    if (count > schema.maxProperties) yield [path, `at most ${schema.maxProperties} are allowed`];
  }

  *ofArray(schema, value, path) {
    if (value.length < schema.minItems) yield [path, `at least ${schema.minItems} is needed`];
    if (value.length > schema.maxItems) yield [path, `at most ${schema.maxItems} are allowed`];
    for (const [i, inner] of value.entries()) {
      const rule = Array.isArray(schema.items) ? schema.items[i] : schema.items;
      if (rule) yield* this.of(rule, inner, [...path, i]);
    }
    if (schema.contains && !value.some((one) => this.good(schema.contains, one)))
      yield [path, "at least one hold or exercise is needed"];
  }

  *ofChoices(schema, value, path) {
    for (const choices of [schema.anyOf, schema.oneOf])
      if (choices && !choices.some((one) => this.good(one, value)))
        yield* this.nearest(choices, value, path);
    if (schema.oneOf?.filter((one) => this.good(one, value)).length > 1)
      yield [path, `only one of: ${list(schema.oneOf.flatMap((one) => one.required ?? []))}`];
    for (const part of schema.allOf ?? []) yield* this.of(part, value, path);
    if (schema.not && this.good(schema.not, value))
      yield [path, `not allowed here: ${list(schema.not.required ?? [value])}`];
    if (schema.if) {
      const part = this.good(schema.if, value) ? schema.then : schema.else;
      if (part) yield* this.of(part, value, path);
    }
  }

  // The problems with the choice that was probably meant: the one with the fewest.
  nearest(choices, value, path) {
    const found = choices.map((one) => [...this.of(one, value, path)]);
    return found.reduce((a, b) => (b.length < a.length ? b : a));
  }
}

function range({ minimum, maximum }) {
  if (minimum === undefined) return `at most ${maximum}`;
  return maximum === undefined ? `at least ${minimum}` : `${minimum} to ${maximum}`;
}

function form(schema, said) {
  if (schema.examples) return `${said} is not written so; write it as '${schema.examples[0]}'`;
  if (schema.pattern.startsWith("^[a-z]"))
    return `${said} is no id; allowed: a-z, 0-9 and -, at most 24, a letter first`;
  return `${said} does not fit; allowed: 1 to 21 letters that the strap's display has`;
}
