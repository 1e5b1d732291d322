// Room "History": records that were dropped, chosen or fetched, and what they tell.

import { make } from "../dom.mjs";
import { withStrap } from "../flash/connect.mjs";
import { hasSerial } from "../flash/links.mjs";
import { holdOf } from "../history/holds.mjs";
import { HistoryView } from "../history/view.mjs";
import { record } from "../judge/judge.mjs";
import { data } from "../pack.mjs";

const BYTES_MOST = 1024 * 1024; // the longest hold is a fiftieth of this
const RECORD = /^[0-9]{6}\.hold$/;
const parts = {};
const holds = [];
let view;
let busy = false;

export async function open(section) {
  const told = await data();
  build(section.querySelector("#history-room"));
  view = new HistoryView(parts.past, { places: told.places, ended: told.ended });
}

function build(room) {
  const input = make("input", { type: "file", multiple: true, id: "record-files", class: "unseen", tabindex: -1, accept: ".hold", "aria-label": "Records" });
  input.addEventListener("change", () => take([...input.files]));
  const button = (id, label, onclick, disabled = false) => make("button", { type: "button", id, onclick, disabled }, label);
  const drop = make("div", { class: "card drop no-print" },
    make("div", { class: "row" },
      button("choose-records", "Choose records", () => input.click()), input,
      button("pull-usb", "Fetch from a strap on USB", () => pull("usb"), !hasSerial()),
      button("pull-virtual", "Fetch from the strap of Try it", () => pull("virtual"))),
    make("p", { class: "faint" }, hasSerial() ? "Or drop .hold files here. What is fetched stays on the strap." : "Or drop .hold files here. This browser cannot reach a USB port: backstrap pull FOLDER writes the files."));
  for (const name of ["dragover", "dragleave", "drop"])
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.toggleAttribute("data-over", name === "dragover");
      if (name === "drop") take([...event.dataTransfer.files]);
    });
  Object.assign(parts, { said: make("p", { id: "records-said", role: "status", class: "faint" }), past: make("div", { id: "past" }) });
  room.replaceChildren(drop, parts.said, parts.past);
}

const say = (text) => (parts.said.textContent = text);

const take = (files) =>
  add(files.map((file) => [file.name, async () => {
    if (file.size > BYTES_MOST) throw new Error("too large for a record");
    return new Uint8Array(await file.arrayBuffer());
  }]));

// Read each; what is no record is named, the others are shown.
async function add(sources) {
  const wrong = [];
  let read = 0;
  for (const [name, bytes] of sources)
    try {
      holds.push(holdOf(await record(await bytes())));
      read++;
    } catch (error) {
      wrong.push(`${name}: ${error.message}`);
    }
  say([`${read} records read`, ...wrong.slice(0, 5), ...(wrong.length > 5 ? [`and ${wrong.length - 5} more that cannot be`] : [])].join("; "));
  view.show(holds);
}

async function pull(where) {
  if (busy) return;
  busy = true;
  say("connecting ...");
  try {
    const found = await withStrap(where, async (board) => {
      const names = (await board.names("/sessions")).filter((name) => RECORD.test(name));
      const files = [];
      for (const [i, name] of names.entries()) {
        say(`${i + 1} of ${names.length}: ${name}`);
        files.push([name, await board.get(`/sessions/${name}`)]);
      }
      return files;
    });
    if (found.length) await add(found.map(([name, bytes]) => [name, async () => bytes]));
    else say("there are no records on this strap yet");
  } catch (error) {
    say(error.name === "NotFoundError" ? "no port was chosen" : error.message);
  }
  busy = false;
}
