// The files of a strap whose app is stopped: what is there, what is staged beside its place, proved
// by SHA-256 and renamed. The programs are the host tool's own (device/on_strap.py).

import { literal, parse } from "./literal.mjs";

const CHUNK = 4096; // bytes of files in a call: no more than the strap's window of DeflateIO
const encoder = new TextEncoder();
const quote = (text) => `'${text.replace(/[\\']/g, "\\$&")}'`;
const listed = (texts) => `[${texts.map(quote).join(",")}]`;

const digest = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unbase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const latin = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");

export const sha256 = async (data) => hex(await digest(data));

export class Board {
  // told: data.json
  constructor(repl, told) {
    Object.assign(this, { repl, told, have: new Set(), first: told.imports });
  }

  // What a program prints; the tools that it needs and are not there yet go before it.
  async call(source, ...tools) {
    const wanted = [...new Set(tools.flatMap((tool) => this.needed(tool)))];
    const missing = wanted.filter((tool) => !this.have.has(tool));
    const text = this.first + missing.map((tool) => this.told.tools[tool][1]).join("");
    const program = typeof source === "string" ? encoder.encode(source) : source;
    const found = await this.repl.run(joined([encoder.encode(text), program]));
    this.first = "";
    missing.forEach((tool) => this.have.add(tool));
    return found;
  }

  needed(tool) {
    return [...this.told.tools[tool][0].flatMap((other) => this.needed(other)), tool];
  }

  async identity() {
    return parse(await this.call(this.told.identity));
  }

  // {files: Map of path -> sha256 in hex, folders: Set, free: bytes}
  async survey(paths) {
    const rows = parse(`[${await this.call(`_survey(${listed(paths)})`, "_survey")}]`);
    const found = { files: new Map(), folders: new Set(), free: null };
    let folder = "";
    for (const row of rows) {
      if (typeof row === "string") found.folders.add((folder = row));
      else if (typeof row === "number") found.free = row;
      else {
        const [name, proof] = row;
        const path = name.startsWith("/") ? name : `${folder}/${name}`;
        found.files.set(path, hex(unbase64(`${latin(proof)}=`)));
      }
    }
    return found;
  }

  names(folder) {
    return this.call(`_names(${quote(folder)})`, "_names").then((text) => parse(text).sort());
  }

  async get(path) {
    const lines = (await this.call(`_get(${quote(path)})`, "_get")).trim().split(/\r?\n/);
    const proof = parse(lines.pop());
    const data = joined(lines.map(unbase64));
    if (hex(await digest(data)) !== hex(proof)) throw new Error(`${path} arrived damaged; try again`);
    return data;
  }

  folders(paths) {
    return paths.length ? this.call(`_folders(${listed(paths)})`, "_folders") : null;
  }

  // Write each file of a Map of path -> bytes to path.tmp. A call carries parts of files, in one
  // stream with a line `bytes more path` before each, and fails unless all arrived as it was sent.
  async stage(files, progress, signal) {
    let done = 0;
    for await (const { code, path, size } of calls(files)) {
      signal?.throwIfAborted();
      progress(path, done);
      await this.call(code, "_take");
      done += size;
    }
    progress("", done);
  }

  drop(paths) {
    return this.call(`_drop(${listed(paths.map((path) => `${path}.tmp`))})`, "_drop");
  }

  // Rename each path.tmp to path, in their order, then remove files.
  async commit(paths, removed = []) {
    const lines = ["import os"];
    if (paths.length) lines.push(`for p in ${listed(paths)}:`, " os.rename(p+'.tmp',p)");
    if (removed.length) lines.push(`for p in ${listed(removed)}:`, " os.remove(p)");
    if (lines.length > 1) await this.call(`${lines.join("\n")}\n`);
  }
}

const joined = (parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
};

async function* calls(files) {
  let [parts, room, size, begins] = [[], CHUNK, 0, ""];
  const made = async () => {
    const stream = joined(parts);
    const code = [
      encoder.encode("_take("), literal(await deflated(stream)), encoder.encode(","),
      literal(await digest(stream)), encoder.encode(")"),
    ];
    const call = { code: joined(code), path: begins, size };
    [parts, room, size, begins] = [[], CHUNK, 0, ""];
    return call;
  };
  for (const [path, data] of files) {
    let [at, name] = [0, `${path}.tmp`];
    while (at < data.length || name) {
      const space = room - name.length - 16; // the line before it
      if (space <= 0) {
        yield await made();
        continue;
      }
      const taken = Math.min(space, data.length - at);
      const more = at + taken < data.length ? "+" : "-";
      const head = encoder.encode(`${taken} ${more} ${name}\n`);
      parts.push(head, data.subarray(at, at + taken));
      room -= head.length + taken;
      size += taken;
      begins ||= path;
      [at, name] = [at + taken, ""];
    }
  }
  if (parts.length) yield await made();
}

async function deflated(data) {
  const stream = new Blob([data]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
