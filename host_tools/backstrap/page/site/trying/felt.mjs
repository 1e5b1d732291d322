// What the strap says that it feels, as a list of facts.

import { $, make } from "../dom.mjs";

export const PA_PER_MMHG = 133.322;
const minutes = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
const mmhg = (pa) => Math.round(pa / PA_PER_MMHG);
const THROB = ["none", "building", "throb"];
const TISSUE = ["settling", "softening", "steady"];

// Of the answer to `live`; null: there was none.
export function tellFelt(live) {
  if (live?.state === undefined) {
    tell([["the strap", "does not answer"]]);
    return;
  }
  tell([
    ["screen", String(live.state)],
    ["point", live.point ?? "-"],
    ["held", live.target_ms ? `${minutes(live.hold_ms)} of ${minutes(live.target_ms)}` : "-"],
    ["contact", live.contact ? "on the ball" : "no"],
    ["load", `${mmhg(live.load_pa)} mmHg`],
    ["~ breath", live.breath_x100 ? `${(live.breath_x100 / 100).toFixed(1)} /min` : "-"],
    ["~ pulse", live.pulse_x100 ? `${Math.round(live.pulse_x100 / 100)} /min` : "-"],
    ["~ throb", THROB[live.throb] ?? "-"],
    ["~ tissue", TISSUE[live.tissue] ?? "-"],
    ["asks", live.prompt ?? "-"],
  ]);
}

let sleptMs = 0;

// Without USB nobody can ask it; what its chip does is seen from outside (`status` of plant.py).
export function tellSleep(status) {
  if (!status) return;
  const { asleep, light_ms } = status;
  const light = light_ms > sleptMs ? "light, between two steps" : "none";
  sleptMs = light_ms;
  tell([["USB", "nobody there"], ["sleep", asleep ? "deep: a press wakes it" : light]]);
}

function tell(facts) {
  $("felt").replaceChildren(
    ...facts.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))),
  );
}
