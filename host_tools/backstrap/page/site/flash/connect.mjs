// A strap, stopped for its files and started again afterwards; a hold that runs is never cut off.

import { data } from "../pack.mjs";
import { Board } from "./board.mjs";
import { serialLink, virtualLink } from "./links.mjs";
import { Repl } from "./repl.mjs";

const HOLDING = ["HOLD", "PAUSED", "RELEASE"];

const clock = (now = new Date()) =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()].join(" ");

// where: "usb" or "virtual"; work(board, status) with the app stopped, then after(repl, done) with
// what work gave, when the app has been started again. What work gives is given.
export async function withStrap(where, work, after = () => {}) {
  const told = await data();
  const repl = await Repl.over((received, lost) =>
    where === "usb" ? serialLink(told.usb, received, lost) : virtualLink(received),
  );
  try {
    const status = await repl.ask([`time ${clock()}`, "status"], "backstrap");
    if (HOLDING.includes(status?.state))
      throw new Error("somebody lies on the ball: a hold runs. Wait for its end, then try again");
    await repl.enter();
    let done;
    try {
      done = await work(new Board(repl, told), status);
    } finally {
      if (!repl.failed) await repl.restart();
    }
    await after(repl, done);
    return done;
  } finally {
    await repl.close();
  }
}

const TRIAL_MS = 240000; // the strap gives up a new firmware after 180 s
const BOOT_MS = 10000;
const LOOK_MS = 500;

// Wait until the firmware in the slot says that it is well; Error when the strap has fallen back.
export async function awaitWell(repl, { slot, trial }, told) {
  const end = performance.now() + (trial ? TRIAL_MS : BOOT_MS);
  while (performance.now() < end) {
    const answer = await repl.ask(["status"], "backstrap");
    if (answer && answer.slot !== slot)
      throw new Error(
        `the new firmware was left: ${answer.fell_back ?? "it did not start"}; slot ${answer.slot} ` +
          "with the old one runs again",
      );
    if (answer && !("trial" in answer)) return;
    if (answer) told("it runs; waiting until it says that it is well");
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error("all is written, but nothing answers; press the board's reset button");
}
