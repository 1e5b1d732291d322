// Room "Try it": a strap to press, a body to lay down, what is in the ball and what the strap feels.

import { $ } from "../dom.mjs";
import { paint } from "../oled.mjs";
import { Console } from "../strap/console.mjs";
import { another, theStrap } from "../strap/desk.mjs";
import { PA_PER_MMHG, tellFelt, tellSleep } from "../trying/felt.mjs";
import { Tones } from "../trying/tones.mjs";
import { Trace } from "../trying/trace.mjs";

const ASK_MS = 500;
const READ_MS = 400; // what the screen says is read out at most so often
const PACE_MS = 2000;
const RESTLESS = [
  ["lies still", 0], ["every 150 s", 150], ["every 60 s", 60], ["every 20 s", 20], ["every 8 s", 8],
];
const FEEDS = [
  ["USB", 1, 3900], ["battery", 0, 3900], ["battery, low", 0, 3550], ["battery, empty", 0, 3350],
];
const THROB_PCT = 250; // what the pulse grows to

let strap;
let link;
let asking = false;
let here = true;
const tones = new Tones();
const trace = new Trace($("trace"));
const pace = { then: null, now: null }; // looks at how many steps the firmware has made
const kilograms = () => 1000 * Number($("weight").value);
const lying = () => $("lie").getAttribute("aria-pressed") === "true";

export async function open() {
  listen();
  say();
  requestAnimationFrame(show);
  setInterval(askTheStrap, ASK_MS);
  setInterval(tellPace, PACE_MS);
  addEventListener("theme", () => trace.draw());
  return {
    entered: () => (here = true),
    left: () => (here = false),
    ...(await connect(theStrap)),
  };
}

async function connect(get) {
  trouble("");
  try {
    strap = await get();
  } catch (error) {
    trouble(error.message);
    return;
  }
  link = new Console((bytes) => strap.send(bytes));
  strap.addEventListener("bytes", ({ detail }) => link.received(detail));
  strap.addEventListener("frame", ({ detail }) => {
    paint($("oled"), detail);
    dark = !detail.some(Boolean);
    tellSound();
    readSoon();
  });
  strap.addEventListener("samples", ({ detail }) => take(detail));
  strap.addEventListener("sound", ({ detail }) => sounded(detail));
  strap.addEventListener("failed", ({ detail }) => trouble(detail));
  strap.addEventListener("boot", () => tones.lose());
  for (const name in SLIDERS) settle(name);
  clockIsSet = false;
}

function trouble(text) {
  $("strap-trouble").hidden = !text;
  $("strap-trouble").textContent = text;
}

// What the world is told, by the name of its slider: [what is shown, settings].
const SLIDERS = {
  breath: (value) => [value, [["breath_per_min", value]]],
  depth: (value) => [`${(value / PA_PER_MMHG).toFixed(1)} mmHg`, [["breath_pa", value]]],
  restless: (value) => [RESTLESS[value][0], [["fidget_every_s", RESTLESS[value][1]]]],
  throb: (value) => [
    value ? `${value} min` : "never",
    [
      ["throb_after_s", 60 * value],
      ["throb_pct", value ? THROB_PCT : 100],
    ],
  ],
  feed: (value) => [FEEDS[value][0], [["usb", FEEDS[value][1]], ["battery_mv", FEEDS[value][2]]]],
};

function settle(name) {
  const [said, settings] = SLIDERS[name](Number($(name).value));
  $(`${name}-said`).textContent = said;
  if (strap)
    for (const [setting, value] of settings) strap.command("set", { name: setting, value });
}

function say() {
  $("weight-said").textContent = `${$("weight").value} kg`;
  for (const name in SLIDERS) $(`${name}-said`).textContent = SLIDERS[name](Number($(name).value))[0];
}

function listen() {
  for (const name in SLIDERS) $(name).addEventListener("input", () => settle(name));
  $("weight").addEventListener("input", () => {
    say();
    if (lying()) strap?.command("lie", { grams: kilograms() });
  });
  $("lie").addEventListener("click", () => {
    if (!strap) return;
    const down = !lying();
    $("lie").setAttribute("aria-pressed", String(down));
    $("lie").textContent = down ? "Get up" : "Lie down";
    if (down) strap.command("lie", { grams: kilograms() });
    else strap.command("off");
  });
  for (const choice of document.getElementsByName("speed"))
    choice.addEventListener("change", () => {
      tones.lose();
      pace.then = pace.now = null;
      strap?.setSpeed(choice.value === "max" ? "max" : Number(choice.value));
      tellSound();
    });
  $("sound").addEventListener("change", async () => {
    await ($("sound").checked ? tones.turnOn() : tones.turnOff());
    tellSound();
  });
  $("again").addEventListener("click", () => strap?.restart());
  $("anew").addEventListener("click", renew);
  listenToButton($("press"));
}

async function renew() {
  trace.clear();
  $("lie").setAttribute("aria-pressed", "false");
  $("lie").textContent = "Lie down";
  document.querySelector('[name="speed"][value="1"]').checked = true;
  await connect(another);
}

// A finger or a key, down as long as it is down.
function listenToButton(button) {
  const hold = (down) => {
    if (down === button.hasAttribute("data-down")) return;
    button.toggleAttribute("data-down", down);
    strap?.command("button", { down });
  };
  button.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    button.setPointerCapture(event.pointerId);
    hold(true);
  });
  for (const name of ["pointerup", "pointercancel", "blur", "lostpointercapture"])
    button.addEventListener(name, () => hold(false));
  button.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    hold(true);
  });
  button.addEventListener("keyup", (event) => {
    if (event.key === " " || event.key === "Enter") hold(false);
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}

function take(samples) {
  trace.add(samples);
  const end = samples.length - 5;
  if (end < 0) return;
  pace.now = { at: performance.now(), ms: samples[end], steps: samples[end + 4] };
  if (!pace.then || pace.now.ms < pace.then.ms || pace.now.steps < pace.then.steps)
    pace.then = pace.now; // a first look, or another boot
}

function tellPace() {
  const { now, then } = pace;
  const seconds = now ? (now.at - then.at) / 1000 : 0;
  if (seconds < 1) return;
  const [steps, speed] = [(now.steps - then.steps) / seconds, (now.ms - then.ms) / 1000 / seconds];
  $("pace").textContent = `${steps.toFixed(0)} steps/s, ${speed.toFixed(speed < 3 ? 1 : 0)}x`;
  $("pace").dataset.steps = steps.toFixed(1);
  pace.then = now;
}

let heard = [];
let dark = false;

function sounded([ms, hz, duty, shaking]) {
  tones.change(ms, hz, duty, strap.speed === "max" ? Infinity : strap.speed);
  heard = [hz, shaking];
  tellSound();
}

function tellSound() {
  const [hz, shaking] = heard;
  const said = hz ? `tone, ${hz} Hz` : shaking ? "motor" : "silent";
  const why = hz && tones.on && strap.speed !== 1 ? " (heard at 1x only)" : "";
  $("sounding").textContent = said + why + (dark ? ", display dark" : "");
}

// What the screen says, for who does not see it.
let readAt = 0;

function readSoon() {
  if (readAt) return;
  readAt = setTimeout(async () => {
    readAt = 0;
    const said = await strap.command("screen").catch(() => null);
    if (!said) return;
    const text = said.dark ? "dark" : said.text.map((row) => row.trim()).filter(Boolean).join(". ");
    if ($("oled-text").textContent !== text) $("oled-text").textContent = text;
    $("oled").dataset.screen = said.screen;
  }, READ_MS);
}

function show() {
  if (here) trace.draw();
  setTimeout(() => requestAnimationFrame(show), 60);
}

let clockIsSet = false;

async function askTheStrap() {
  if (!here || !strap || asking) return;
  asking = true;
  if ($("feed").value !== "0") tellSleep(await strap.command("status"));
  else if (!clockIsSet) clockIsSet = Boolean(await link.setClock());
  else tellFelt(await link.ask("live"));
  asking = false;
}
