// Python's literals: what a strap prints is read, never run; bytes for it are written.

const ESCAPES = { n: 10, r: 13, t: 9, "\\": 92, "'": 39, '"': 34 };
const NAMES = { True: true, False: false, None: null };

// The value of a literal: text, bytes (as Uint8Array), whole numbers, lists, tuples, dicts.
export function parse(text) {
  const reader = { text, at: 0 };
  const found = value(reader);
  skip(reader);
  if (reader.at < text.length) throw new SyntaxError(`not understood: ${text.slice(0, 80)}`);
  return found;
}

function skip(reader) {
  while (" \r\n\t".includes(reader.text[reader.at] ?? "x")) reader.at++;
}

function value(reader) {
  skip(reader);
  const { text } = reader;
  const first = text[reader.at];
  if (first === "[") return items(reader, "]");
  if (first === "(") return items(reader, ")");
  if (first === "{") return members(reader);
  if (first === "b" && "'\"".includes(text[reader.at + 1])) {
    reader.at++;
    return Uint8Array.from(quoted(reader));
  }
  if (first === "'" || first === '"') return String.fromCodePoint(...quoted(reader));
  const [word] = /^(-?[0-9]+|True|False|None)/.exec(text.slice(reader.at, reader.at + 32)) ?? [];
  if (!word) throw new SyntaxError(`not understood: ${text.slice(reader.at, reader.at + 80)}`);
  reader.at += word.length;
  return word in NAMES ? NAMES[word] : Number(word);
}

function items(reader, end) {
  const found = [];
  for (reader.at++; !ended(reader, end); comma(reader, end)) found.push(value(reader));
  return found;
}

function members(reader) {
  const found = {};
  for (reader.at++; !ended(reader, "}"); comma(reader, "}")) {
    const key = value(reader);
    skip(reader);
    if (reader.text[reader.at++] !== ":") throw new SyntaxError("a dict without ':'");
    Object.defineProperty(found, key, { value: value(reader), enumerable: true });
  }
  return found;
}

function ended(reader, end) {
  skip(reader);
  if (reader.at >= reader.text.length) throw new SyntaxError(`cut before '${end}'`);
  if (reader.text[reader.at] !== end) return false;
  reader.at++;
  return true;
}

function comma(reader, end) {
  skip(reader);
  if (reader.text[reader.at] === ",") reader.at++;
  else if (reader.text[reader.at] !== end) throw new SyntaxError("a list without ','");
}

function quoted(reader) {
  const { text } = reader;
  const mark = text[reader.at++];
  const found = [];
  while (text[reader.at] !== mark) {
    if (reader.at >= text.length) throw new SyntaxError("a text without an end");
    if (text[reader.at] !== "\\") {
      found.push(text.codePointAt(reader.at));
      reader.at += found.at(-1) > 0xffff ? 2 : 1;
      continue;
    }
    const [, hex] = /^\\(?:x(..)|u(....)|.)/.exec(text.slice(reader.at, reader.at + 6)) ?? [];
    const letter = text[reader.at + 1];
    found.push(hex ? parseInt(hex, 16) : ESCAPES[letter]);
    reader.at += hex ? 4 : 2;
  }
  reader.at++;
  return found;
}

const encoder = new TextEncoder();
const PLAIN = { 10: "\\n", 13: "\\r", 39: "\\'", 92: "\\\\" };

// A bytes literal, as bytes: each byte as it is but those that a REPL or the literal would take.
export function literal(data) {
  const parts = [98, 39];
  for (const [i, byte] of data.entries()) {
    const next = data[i + 1];
    if (byte < 6)
      parts.push(...encoder.encode(next >= 48 && next <= 57 ? `\\00${byte}` : `\\${byte}`));
    else if (PLAIN[byte]) parts.push(...encoder.encode(PLAIN[byte]));
    else parts.push(byte);
  }
  return Uint8Array.from([...parts, 39]);
}
