// What goes onto a strap, and in which order: firmware into the idle slot, read back, then one
// rename switches to it, on trial where there is another to fall back to. Cut anywhere, the strap
// still starts. device/install.py and slots.py do the same.

import { bytes } from "../pack.mjs";
import { sha256 } from "./board.mjs";

const SLOT = "/slot";
const OTHER = { a: "b", b: "a" };
const STARTS = "9"; // what a new firmware has for its trial
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

// What /slot says, as device/slots.py reads it: {proven, trial}, "" where there is none.
async function slotsOf(target, there) {
  const text = there.files.has(SLOT) ? String.fromCharCode(...(await target.get(SLOT))) : "";
  if (!(text[0] in OTHER)) return { proven: "", trial: "" };
  if (text[1] === OTHER[text[0]]) return { proven: text[1], trial: text[0] };
  return { proven: text[0], trial: "" };
}

// path -> sha256 of each file in a slot, but of none that a cut update has left.
const contentOf = (files, slot) =>
  new Map([...files].filter(([path]) => path.startsWith(`/app_${slot}/`) && !path.endsWith(".tmp")));

const alike = (a, b) => a.size === b.size && [...a].every(([path, proof]) => b.get(path) === proof);

// What it takes: {files: Map of what differs, stale, folders, total: bytes, same: count, slot,
// trial, unproven, content}; slot is "" without firmware.
// wish: {firmware: Map of path -> {data, sha256}, board: json} and/or {routine: {id, rows}}
export async function plan(target, wish) {
  const there = await target.survey(["/app_a", "/app_b", SLOT, "/main.py", "/board.json", "/routines"]);
  const wanted = new Map();
  const found = { slot: "", trial: false, switches: false, stale: [], unproven: "" };
  if (wish.firmware) {
    const own = [...wish.firmware].filter(([path]) => path !== "main.py");
    const content = (slot) => new Map(own.map(([path, { sha256: proof }]) => [`/app_${slot}/${path}`, proof]));
    const was = await slotsOf(target, there);
    const same = was.proven && alike(contentOf(there.files, was.proven), content(was.proven));
    found.slot = same ? was.proven : OTHER[was.proven] ?? "a";
    found.unproven = was.trial && was.proven; // what is on trial is overwritten, or not wanted
    Object.assign(found, { switches: !same, trial: Boolean(was.proven) && !same, content: content(found.slot) });
    for (const [path, { data }] of own) wanted.set(`/app_${found.slot}/${path}`, data);
    wanted.set("/main.py", wish.firmware.get("main.py").data);
    wanted.set("/board.json", bytes(wish.board));
  }
  if (wish.routine) wanted.set(`/routines/${wish.routine.id}.jsonl`, bytes(wish.routine.rows));
  const files = new Map();
  for (const [path, data] of wanted)
    if (there.files.get(path) !== (await sha256(data))) files.set(path, data);
  if (found.slot)
    found.stale = [...there.files.keys()].filter(
      (path) => path.startsWith(`/app_${found.slot}/`) && !wanted.has(path) && !files.has(path.slice(0, -4)),
    );
  const sizes = [...files.values()].map((data) => data.length);
  const room = sizes.reduce((sum, size) => sum + (Math.floor(size / BLOCK) + 2) * BLOCK, KEEP_FREE);
  if (files.size && there.free !== null && room > there.free)
    throw new Error(
      `${there.free >> 10} KiB are free on the strap and ${room >> 10} are needed; fetch its ` +
        "records (History) or remove a routine first",
    );
  return {
    ...found,
    files,
    there,
    folders: foldersOf([...files.keys()]).filter((folder) => !there.folders.has(folder)),
    total: sizes.reduce((sum, size) => sum + size, 0),
    same: wanted.size - files.size,
  };
}

const foldersOf = (paths) =>
  [...new Set(paths.flatMap((path) => {
    const steps = path.split("/").slice(1, -1);
    return steps.map((_, i) => `/${steps.slice(0, i + 1).join("/")}`);
  }))].sort();

// Do what was planned. A cancelled one leaves nothing behind.
export async function write(target, planned, progress, signal) {
  const { files, slot, there } = planned;
  if (planned.unproven) await switchTo(target, planned.unproven);
  await target.folders(planned.folders);
  try {
    await target.stage(files, (path, done) => progress(path, done, planned.total), signal);
    signal?.throwIfAborted();
  } catch (error) {
    if (signal?.aborted) await target.drop([...files.keys()]);
    throw error;
  }
  const seal = `/app_${slot}/${target.told.manifest}`;
  if (files.has(seal) && there.files.has(seal)) await target.commit([], [seal]); // not whole now
  await target.commit([...files.keys()], planned.stale);
  if (!planned.switches) return;
  const kept = contentOf((await target.survey([`/app_${slot}`])).files, slot);
  if (!alike(kept, planned.content))
    throw new Error(`slot ${slot} does not hold what was written; the old firmware stays. Try again`);
  await switchTo(target, planned.trial ? `${slot}${OTHER[slot]}${STARTS}` : slot);
}

async function switchTo(target, text) {
  await target.stage(new Map([[SLOT, bytes(text)]]), () => {});
  await target.commit([SLOT]);
}
