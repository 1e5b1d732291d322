// What is fetched: packs of files (page/files.py), JSON, and the strap's flash made of them.

const decoder = new TextDecoder();
const place = (name) => new URL(name, import.meta.url);

async function fetched(name) {
  const response = await fetch(place(name));
  if (!response.ok) throw new Error(`${name} is missing on this page's server`);
  return response;
}

// Map of path -> {data, sha256}.
export const pack = async (name) =>
  unpacked(new Uint8Array(await (await fetched(`data/${name}.pack`)).arrayBuffer()));

export function unpacked(all) {
  let at = all.indexOf(10);
  const head = JSON.parse(decoder.decode(all.subarray(0, at++)));
  return new Map(
    head.map(([path, size, sha256]) => [path, { data: all.slice(at, (at += size)), sha256 }]),
  );
}

let told;

// data.json: boards, the shipped routines, the host's tools for the REPL.
export const data = () => (told ??= fetched("data/data.json").then((response) => response.json()));

export const schema = async () => (await fetched("data/routine.schema.json")).json();

// The flash of a strap with the firmware in slot a, wired like a board, with these routines.
export function flashOf(firmware, boardJson, routines) {
  const files = new Map([
    ["/app_a", null],
    ["/routines", null],
    ["/slot", bytes("a")],
    ["/board.json", bytes(boardJson)],
  ]);
  for (const [path, { data }] of firmware) {
    if (path === "main.py") files.set("/main.py", data);
    else files.set(`/app_a/${path}`, data);
    const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    for (let at = folder; at; at = at.slice(0, Math.max(0, at.lastIndexOf("/"))))
      files.set(`/app_a/${at}`, null);
  }
  for (const [id, text] of Object.entries(routines)) files.set(`/routines/${id}.jsonl`, bytes(text));
  return files;
}

export const bytes = (text) => new TextEncoder().encode(text);
