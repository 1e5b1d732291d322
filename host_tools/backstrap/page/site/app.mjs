// The rooms, one at a time; each is loaded when it is first entered.

import { $ } from "./dom.mjs";

const ROOMS = ["try", "routines", "flash", "history"];
const entered = new Map(); // room: its module, as a promise

async function enter() {
  const name = ROOMS.includes(location.hash.slice(1)) ? location.hash.slice(1) : ROOMS[0];
  for (const room of ROOMS) {
    $(room).hidden = room !== name;
    const link = document.querySelector(`nav a[href="#${room}"]`);
    if (room === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${$(`${name}-title`).textContent} - BackStrap`;
  scrollTo(0, 0);
  if (!entered.has(name))
    entered.set(name, opened(name));
  const room = await entered.get(name);
  for (const other of ROOMS)
    if (other !== name && entered.has(other)) (await entered.get(other)).left?.();
  room.entered?.();
}

const opened = async (name) => (await (await import(`./rooms/${name}.mjs`)).open($(name))) ?? {};

function useTheme(name) {
  document.documentElement.dataset.theme = name;
  $("theme").textContent = name === "light" ? "Dark" : "Light";
  $("theme").setAttribute("aria-pressed", String(name === "light"));
}

// Storage may be refused; the theme is then kept for this visit only.
const kept = {
  get theme() {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  },
  set theme(name) {
    try {
      localStorage.setItem("theme", name);
    } catch {
      return;
    }
  },
};

// Off the network the page comes from its own store; where a host cannot set headers, sw.js does.
async function keepForOffline() {
  const container = navigator.serviceWorker;
  if (!container) return;
  await container.register("sw.js");
  await container.ready;
  if (!self.crossOriginIsolated && !sessionStorage.getItem("tried")) {
    sessionStorage.setItem("tried", "1");
    location.reload();
  }
}

$("theme").addEventListener("click", () => {
  const name = document.documentElement.dataset.theme === "light" ? "dark" : "light";
  useTheme(name);
  kept.theme = name;
  dispatchEvent(new Event("theme"));
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address names the room
  $("main").focus();
});
useTheme(kept.theme === "light" ? "light" : "dark");
addEventListener("hashchange", enter);
keepForOffline().catch((error) => console.info("no offline copy:", error.message));
enter();
