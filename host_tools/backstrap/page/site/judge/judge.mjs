// Asks the page's second MicroPython (worker.mjs, on_page/judge.py).

import { pack } from "../pack.mjs";

const waiting = new Map();
let worker;
let requests = 0;

async function start() {
  const files = [...(await pack("judge"))].map(([name, { data }]) => [name, data]);
  const made = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
  made.onmessage = ({ data: { n, value, error } }) => {
    const { resolve, reject } = waiting.get(n);
    waiting.delete(n);
    if (error) reject(new Error(said(error)));
    else resolve(value);
  };
  made.postMessage({ files });
  return made;
}

// The last line of a traceback, without the name of its exception.
const said = (text) => text.trim().split("\n").at(-1).replace(/^\w+: /, "");

async function ask(call, ...words) {
  worker ??= start();
  const to = await worker;
  const n = ++requests;
  return new Promise((resolve, reject) => {
    waiting.set(n, { resolve, reject });
    to.postMessage({ n, call, words });
  });
}

// [[path, text], ...]
export const problems = async (fields) => JSON.parse(await ask("problems", JSON.stringify(fields)));

export const readable = (rows) => ask("readable", rows);

// [[screen, frame], ...] of a step of the strap's file
export const drawn = async (rows, index, language = "en") =>
  JSON.parse(await ask("drawn", rows, index, language)).map(([name, hex]) => [
    name,
    Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)),
  ]);

export const record = async (bytes) => JSON.parse(await ask("record", bytes));
