// What goes onto a strap, and in which order: firmware into the slot that does not run, then one
// rename switches to it. Cut anywhere, the strap still starts. device/install.py does the same.

import { bytes } from "../pack.mjs";
import { sha256 } from "./board.mjs";

const OLDEST = [1, 29];
const BLOCK = 4096; // a file takes whole blocks of the flash
const KEEP_FREE = 64 * 1024; // for the records of the next nights

// Error when the firmware cannot run there.
export function checkTarget(identity, board, mpy) {
  const version = identity.micropython.split(".").map(Number);
  const old = version[0] < OLDEST[0] || (version[0] === OLDEST[0] && version[1] < OLDEST[1]);
  if (identity.mpy !== mpy || old)
    throw new Error(
      `MicroPython ${identity.micropython} cannot run this firmware; put MicroPython 1.29 for your ` +
        "board on it first (micropython.org/download)",
    );
  const machine = identity.machine.split(" ").at(-1);
  if (identity.platform === "esp32" && machine !== board.machine)
    throw new Error(
      `this is a '${identity.machine}', and ${board.name} has an ${board.machine}; choose another board`,
    );
}

// {files: Map of what differs, order: [[paths, removed], ...] to commit, total: bytes, same: count}
// wish: {firmware: Map of path -> {data, sha256}, board: json} and/or {routine: {id, rows}}
export async function plan(target, wish) {
  const survey = ["/app_a", "/app_b", "/slot", "/main.py", "/board.json", "/routines"];
  const there = await target.survey(survey);
  const wanted = new Map();
  let [stale, slot] = [[], null];
  if (wish.firmware) {
    const live = there.files.has("/slot") ? String.fromCharCode((await target.get("/slot"))[0]) : "";
    const differs = (name) => [...wish.firmware].some(([path, { sha256: proof }]) =>
      path !== "main.py" && there.files.get(`/app_${name}/${path}`) !== proof);
    slot = "ab".includes(live) && live && !differs(live) ? live : live === "a" ? "b" : "a";
    const folder = `/app_${slot}/`;
    for (const [path, { data }] of wish.firmware) if (path !== "main.py") wanted.set(folder + path, data);
    wanted.set("/main.py", wish.firmware.get("main.py").data);
    wanted.set("/board.json", bytes(wish.board));
    stale = [...there.files.keys()].filter((path) => path.startsWith(folder) && !wanted.has(path));
    if (slot !== live) wanted.set("/slot", bytes(slot));
  }
  if (wish.routine) wanted.set(`/routines/${wish.routine.id}.jsonl`, bytes(wish.routine.rows));
  const files = new Map();
  for (const [path, data] of wanted)
    if (there.files.get(path) !== (await sha256(data))) files.set(path, data);
  stale = stale.filter((path) => !files.has(path.slice(0, -4)));
  const sizes = [...files.values()].map((data) => data.length);
  const room = sizes.reduce((sum, size) => sum + (Math.floor(size / BLOCK) + 2) * BLOCK, KEEP_FREE);
  if (files.size && there.free !== null && room > there.free)
    throw new Error(
      `${there.free >> 10} KiB are free on the strap and ${room >> 10} are needed; fetch its ` +
        "records (History) or remove a routine first",
    );
  const paths = [...files.keys()];
  return {
    files,
    folders: foldersOf(paths).filter((folder) => !there.folders.has(folder)),
    order: [[paths.filter((path) => path !== "/slot"), stale], [paths.filter((path) => path === "/slot"), []]],
    total: sizes.reduce((sum, size) => sum + size, 0),
    same: wanted.size - files.size,
    slot,
  };
}

const foldersOf = (paths) =>
  [...new Set(paths.flatMap((path) => {
    const steps = path.split("/").slice(1, -1);
    return steps.map((_, i) => `/${steps.slice(0, i + 1).join("/")}`);
  }))].sort();

// Do what was planned. A cancelled one leaves nothing behind.
export async function write(target, planned, progress, signal) {
  await target.folders(planned.folders);
  try {
    await target.stage(planned.files, (path, done) => progress(path, done, planned.total), signal);
    signal?.throwIfAborted();
  } catch (error) {
    if (signal?.aborted) await target.drop([...planned.files.keys()]);
    throw error;
  }
  for (const [paths, removed] of planned.order)
    if (paths.length || removed.length) await target.commit(paths, removed);
}
