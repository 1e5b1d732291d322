// The one virtual strap of the page, made when a room first needs it.

import { data, flashOf, pack } from "../pack.mjs";
import { VirtualStrap } from "./strap.mjs";

let made;

export function theStrap() {
  if (!self.crossOriginIsolated)
    return Promise.reject(
      new Error(
        "the virtual strap needs shared memory, which this browser gives only to isolated pages; " +
          "load the page again, or open it with `backstrap page`",
      ),
    );
  return (made ??= make());
}

// Another one, fresh from the factory.
export async function another() {
  (await made)?.stop();
  made = make();
  return made;
}

async function make() {
  const [told, world, firmware] = await Promise.all([data(), pack("world"), pack("firmware")]);
  const routine = { "upper-back": told.library["upper-back"].strap };
  return new VirtualStrap({
    world: [...world].map(([name, { data }]) => [name, data]),
    senses: told.senses,
    files: flashOf(firmware, told.boards[told.board].json, routine),
  });
}
