// The back as seen from behind, from the base of the skull to the lower ribs, and places on it. A
// place is in hundredths, as on the strap: x 0 is the left shoulder, 50 the spine; y 0 the base of
// the skull, 100 the lower ribs.

import { draw } from "./dom.mjs";

const [WIDE, HIGH] = [2, 2.5]; // units of the drawing for a hundredth
const BOX = "-16 -62 232 322";

// The left half; the right one is its mirror image.
const OUTLINE =
  "M70 -14 C71 4 72 20 62 32 C46 44 24 48 10 58 C-4 70 -6 92 -8 118 C-9 150 -10 180 -14 214 " +
  "M20 112 C24 130 28 150 30 172 C32 200 34 226 34 252";
const SHOULDER_BLADE =
  "M86 92 C76 84 56 76 38 76 C30 76 26 82 30 90 C40 112 54 140 68 164 C72 170 77 168 78 160 " +
  "C81 136 84 112 86 92 Z M85 98 C68 96 48 88 32 80";
const TRAPEZIUS = "M100 -10 C92 24 76 44 34 66 C58 84 78 120 100 232";
const RIBS = "M90 182 C70 184 52 180 38 172 M91 202 C70 206 52 202 38 194 M92 222 C74 228 56 224 40 216";

function half(mirrored) {
  return draw(
    "g",
    mirrored ? { transform: "translate(200 0) scale(-1 1)" } : {},
    draw("path", { class: "muscle", d: TRAPEZIUS }),
    draw("path", { class: "rib", d: RIBS }),
    draw("path", { class: "blade", d: SHOULDER_BLADE }),
    draw("path", { class: "outline", d: OUTLINE }),
  );
}

function spine() {
  const dots = Array.from({ length: 19 }, (_, i) =>
    draw("rect", { x: 98, y: -4 + i * 13, width: 4, height: 7, rx: 2 }),
  );
  return draw("g", { class: "spine" }, dots);
}

// An SVG element; what is placed on it goes into the group that comes with it.
export function backMap(label) {
  const places = draw("g", { class: "places" });
  const map = draw(
    "svg",
    { viewBox: BOX, class: "back", role: "group", "aria-label": label },
    draw("ellipse", { class: "outline head", cx: 100, cy: -30, rx: 34, ry: 30 }),
    half(false),
    half(true),
    spine(),
    places,
  );
  return { map, places };
}

export const at = (x, y) => [x * WIDE, y * HIGH];

// The place under a pointer, whole hundredths within the map.
export function placeUnder(map, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(
    map.getScreenCTM().inverse(),
  );
  const within = (value) => Math.max(0, Math.min(100, Math.round(value)));
  return [within(point.x / WIDE), within(point.y / HIGH)];
}
