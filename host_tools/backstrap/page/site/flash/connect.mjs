// A strap, stopped for its files and started again afterwards; a hold that runs is never cut off.

import { data } from "../pack.mjs";
import { Board } from "./board.mjs";
import { serialLink, virtualLink } from "./links.mjs";
import { Repl } from "./repl.mjs";

const HOLDING = ["HOLD", "PAUSED", "RELEASE"];

const clock = (now = new Date()) =>
  [now.getFullYear(), now.getMonth() + 1, now.getDate(), now.getHours(), now.getMinutes(), now.getSeconds()].join(" ");

// where: "usb" or "virtual"; work(board, status) with the app stopped. What work gives is given.
export async function withStrap(where, work) {
  const told = await data();
  const repl = await Repl.over((received, lost) =>
    where === "usb" ? serialLink(told.usb, received, lost) : virtualLink(received),
  );
  try {
    const status = await repl.ask([`time ${clock()}`, "status"], "backstrap");
    if (HOLDING.includes(status?.state))
      throw new Error("somebody lies on the ball: a hold runs. Wait for its end, then try again");
    await repl.enter();
    try {
      return await work(new Board(repl, told), status);
    } finally {
      if (!repl.failed) await repl.restart();
    }
  } finally {
    await repl.close();
  }
}
