// Room "Flash": firmware and a routine onto a strap, over USB or onto the page's own.

import { make } from "../dom.mjs";
import { awaitWell, withStrap } from "../flash/connect.mjs";
import { checkTarget, plan, write } from "../flash/install.mjs";
import { hasSerial } from "../flash/links.mjs";
import { data, pack } from "../pack.mjs";
import { session } from "../session.mjs";

const parts = {};
let told;
let stopping = null; // an AbortController while something runs

export async function open(section) {
  told = await data();
  build(section.querySelector("#flash-room"));
  return { entered: offer };
}

const radio = (name, value, label, more = {}) =>
  make("label", { class: "tick" }, make("input", { type: "radio", name, value, ...more }), label);
const button = (id, label, onclick, attributes = {}) =>
  make("button", { id, type: "button", onclick, ...attributes }, label);

function build(room) {
  const serial = hasSerial();
  Object.assign(parts, {
    board: make("select", { id: "board" },
      Object.entries(told.boards).map(([id, { name }]) => make("option", { value: id }, name))),
    firmware: make("input", { type: "checkbox", id: "with-firmware", checked: true }),
    routine: make("select", { id: "routine" }),
    write: button("write", "Write", start, { class: "main" }),
    look: button("look", "Look only", look),
    cancel: button("cancel", "Cancel", () => stopping?.abort(), { disabled: true }),
    bar: make("progress", { id: "bar", max: 1, value: 0, "aria-label": "Progress" }),
    now: make("p", { id: "now", class: "faint figure" }),
    said: make("div", { id: "said", role: "status", "aria-live": "polite" }),
  });
  parts.board.value = told.board;
  room.replaceChildren(
    ...(serial ? [] : [make("p", { class: "note", id: "no-serial" },
      "This browser cannot reach a USB port (no WebSerial). Use Chromium, Chrome or Edge on a computer, or the host tool: ",
      make("code", {}, "backstrap install"), " and ", make("code", {}, "backstrap push FILE"), ". The page's own strap can be flashed here all the same.")]),
    make("div", { class: "columns" },
      make("div", { class: "card stack" },
        make("fieldset", { class: "stack" }, make("legend", {}, "Which strap"),
          radio("where", "usb", "A strap on USB", { disabled: !serial, checked: serial }),
          radio("where", "virtual", "The strap of Try it", { checked: !serial })),
        make("label", { class: "tick" }, parts.firmware, `Firmware ${told.version}`),
        make("label", { for: "board" }, "Board", parts.board),
        make("label", { for: "routine" }, "Routine", parts.routine)),
      make("div", { class: "card stack" },
        make("div", { class: "row" }, parts.write, parts.look, parts.cancel),
        parts.bar, parts.now, parts.said,
        make("p", { class: "faint" }, "A new board needs stock MicroPython 1.29 first: micropython.org/download. A strap whose app runs is stopped for this and started again; while somebody lies on the ball it is refused."))),
  );
  offer();
}

// The routine of the other room comes first.
function offer() {
  const own = session.routine;
  const was = parts.routine.value;
  const names = Object.keys(told.library);
  parts.routine.replaceChildren(
    ...(own ? [make("option", { value: "own" }, `${own.id} (from Routines)`)] : []),
    ...names.map((name) => make("option", { value: name }, name)),
    make("option", { value: "" }, "none"),
  );
  if ([...parts.routine.options].some(({ value }) => value === was)) parts.routine.value = was;
  if (own) parts.routine.value = "own";
}

function chosenRoutine() {
  const { value } = parts.routine;
  if (!value) return null;
  return value === "own" ? session.routine : { id: value, rows: told.library[value].strap };
}

const where = () => document.querySelector('[name="where"]:checked').value;

async function wish() {
  const routine = chosenRoutine();
  if (!parts.firmware.checked) return { routine };
  return { routine, firmware: await pack("firmware"), board: told.boards[parts.board.value].json };
}

const say = (text, kind = "") => parts.said.replaceChildren(make("p", { class: `note ${kind}` }, text));

function busy(on) {
  stopping = on ? new AbortController() : null;
  for (const part of [parts.write, parts.look]) part.disabled = on;
  parts.cancel.disabled = !on;
  if (on) progress("connecting", 0, 1);
}

function progress(path, done, total) {
  parts.bar.max = total || 1;
  parts.bar.value = done;
  parts.now.textContent = total > 1 ? `${done} of ${total} bytes ${path}` : path;
}

// The wish is made before the port is asked for, so that the click still counts as the person's.
async function connected(work, after) {
  busy(true);
  try {
    const wanted = await wish();
    await withStrap(where(), async (target, status) => {
      const identity = await target.identity();
      if (wanted.firmware) checkTarget(identity, told.boards[parts.board.value], told.mpy);
      const planned = await plan(target, wanted);
      await work(target, planned, identity, status);
      return planned;
    }, after);
  } catch (error) {
    tell(error);
  }
  busy(false);
}

function tell(error) {
  progress("", 0, 1);
  if (stopping?.signal.aborted) say("Cancelled. What was there before is there still.");
  else if (error.name === "NotFoundError") say("No port was chosen.");
  else say(error.message[0].toUpperCase() + error.message.slice(1), "bad");
}

const number = (files) => `${files} ${files === 1 ? "file" : "files"}`;
const counted = (planned) =>
  planned.files.size
    ? `${number(planned.files.size)} to write, ${planned.total} bytes; ${planned.same} are there already`
    : `all ${planned.same} files are there already`;

function look() {
  return connected(async (target, planned, identity, status) => {
    const name = status ? `BackStrap ${status.backstrap}` : "no app runs";
    say(`${identity.machine}, MicroPython ${identity.micropython}, ${name}. ${counted(planned)}.`);
    progress("", 0, 1);
  });
}

function start() {
  return connected(
    (target, planned) => write(target, planned, progress, stopping.signal),
    async (repl, planned) => {
      parts.cancel.disabled = true;
      if (planned.slot) await awaitWell(repl, planned, (text) => progress(text, 1, 1));
      progress("", 1, 1);
      const { size } = planned.files;
      const well = planned.slot ? " The strap runs and says that it is well." : " The strap starts again.";
      say(size ? `Written and proved: ${number(size)}.${well}` : `Nothing to do: ${counted(planned)}.`, "good");
    },
  );
}
