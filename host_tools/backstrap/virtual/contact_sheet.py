"""Every screen of the strap, in the variants worth seeing, through the strap's own drawing code.

`python -m backstrap.virtual.contact_sheet FILE.png` writes them to one picture;
`--golden DIR` writes each as text, which the tests compare.
"""

import argparse
from importlib import import_module
from pathlib import Path

from backstrap.virtual.picture import contact_sheet, frame_of, rows_of
from strapcore.ui.canvas import Canvas
from strapcore.ui.menu import ITEMS
from strapcore.ui.view import DONE, OTHER, View

MINUTE = 60_000
MMHG = 133  # Pa

_Facts = dict[str, object]

# Places of a routine on the left half of the body map, x and y; each has its mirror image.
_PLACES = ((33, 27), (35, 37), (40, 43), (44, 51), (37, 53), (40, 62), (43, 77), (46, 67))

_POINT: _Facts = {
    "point": b"Upper trapezius",
    "side": b"RIGHT",
    "map_x": 67,
    "map_y": 27,
    "lines": [b"Top of the shoulder,", b"halfway to the neck.", b"Pillow under the head"],
    "kit": [
        b"orange or blue ball",
        b"red or blue band",
        b"on the ball's handle",
        b"Lie, head on a pillow",
    ],
    "target_ms": 12 * MINUTE,
    "least_ms": 10 * MINUTE,
    "night_most": 3,
}
_LOAD: _Facts = {
    "contact": True,
    "load_pa": 62 * MMHG,
    "gauge_pa": 62 * MMHG,
    "load_low_pa": 45 * MMHG,
    "load_high_pa": 90 * MMHG,
}
_BAND: _Facts = {"load_low_pa": 45 * MMHG, "load_high_pa": 90 * MMHG}
_SERRATUS: _Facts = {
    "point": b"Serratus post. sup.",
    "side": b"LEFT",
    "map_x": 40,
    "map_y": 43,
    "lines": [b"Below the neck, three", b"fingers off the spine", b"by the blade's top."],
    "spots": 3,
    "spot": 2,
}
_FIRM: _Facts = {"zero_ready": True}

# (name, what the view holds besides _POINT); the part of a name before "-" is the state.
VARIANTS: list[tuple[str, _Facts]] = [
    ("HOME", {"battery_pct": 87, "note": b"deep points wait for this"}),
    ("HOME-second", _SERRATUS | {"battery_pct": 64, "tonight_done": 1}),
    ("HOME-done", {"point": b"", "side": b"", "tonight_done": 3, "note": b"3 done: rest tonight"}),
    (
        "HOME-bad-file",
        {"battery_pct": 9, "note": b"trapezius first", "message": [b"bad: neck.jsonl", b"", b""]},
    ),
    ("HOME-empty", {"point": b"", "side": b"", "night_most": 0, "mark_count": 0}),
    ("PREPARE", {}),
    ("PREPARE-ready", _FIRM | {"firmness_pa": 41 * MMHG}),
    ("PREPARE-soft", _FIRM | {"firmness_pa": 12 * MMHG, "advice": 3}),
    ("PREPARE-hard", _FIRM | {"firmness_pa": 12_300, "units_mmhg": False, "advice": -1}),
    ("PLACE", _BAND | {"gauge_pa": 9 * MMHG}),
    ("PLACE-contact", _SERRATUS | _LOAD),
    ("HOLD-begin", _LOAD | {"hold_ms": 64_000, "softening": 1, "breath": 70, "pace": 90}),
    ("HOLD", _SERRATUS | _LOAD | {"hold_ms": 275_500, "softening": 2, "breath": 25, "pace": 50}),
    (
        "HOLD-throb",
        _LOAD
        | {"hold_ms": 661_000, "softening": 3, "throb": 2, "breath": 100}
        | {"prompt": b"Numb? Lift off."},
    ),
    (
        "HOLD-awake",
        _SERRATUS | _LOAD | {"hold_ms": 431_000, "softening": 4, "prompt": b"Awake? Press."},
    ),
    ("HOLD-unsure", _LOAD | {"hold_ms": 512_000, "softening": 4, "breath": 60, "pace": 10}),
    ("HOLD-moving", _BAND | {"hold_ms": 402_000, "load_pa": 128 * MMHG, "moving": True}),
    ("HOLD-bare", {"hold_ms": 9_000, "load_pa": 70 * MMHG, "least_ms": 0}),
    ("PAUSED", _BAND | {"hold_ms": 402_000, "gauge_pa": 150, "pause_left_ms": 252_000}),
    ("RELEASE", {"hold_ms": 12 * MINUTE, "ended": b"Time reached.", "level": 1}),
    ("RELEASE-loud", {"hold_ms": 1_122_000, "ended": b"You felt it.", "level": 3}),
    ("REST", _SERRATUS | {"rest_left_ms": 97_000}),
    ("REST-next-point", {"rest_left_ms": 120_000}),
    ("ENDED", {"hold_ms": 402_000, "ended": b"Nobody on the ball."}),
    ("MENU", {"menu": list(ITEMS), "menu_at": 2}),
    ("MENU-end", {"menu": list(ITEMS), "menu_at": 5}),
    (
        "MENU-info",
        {"menu": [b"BackStrap 0.1.0", b"esp32-c3-supermini", b"3 holds to pull"], "menu_at": -1},
    ),
    ("FAULT", {"message": [b"No sensor:", b"I2C address 0x5C", b"does not answer"]}),
    ("CRASH", {"lines": [b"ValueError: bad digit", b" in line 3", b""]}),
    ("USB", {"lines": [b"The hold is saved.", b"", b""]}),
]


def view_of(name: str, facts: _Facts) -> View:
    """The view of one variant."""
    view = View()
    view.state = name.partition("-")[0]
    marks = []
    for x, y in _PLACES:
        marks += [x, y, DONE if y == _PLACES[0][1] else OTHER, 100 - x, y, OTHER]
    view.marks[: len(marks)] = bytes(marks)
    view.mark_count = len(marks) // 3
    for field, value in (_POINT | facts).items():
        if not hasattr(view, field):
            raise AttributeError(f"View has no {field}")
        setattr(view, field, value)
    return view


def drawn(view: View) -> bytes:
    """The frame of what a view holds."""
    canvas = Canvas()
    rows = import_module("strapcore.ui.screens." + view.state.lower()).ROWS
    for page, row in enumerate(rows):
        row(canvas, page, view)
    return frame_of(canvas)


def frames() -> dict[str, bytes]:
    """The frame of every variant, by name."""
    return {name: drawn(view_of(name, facts)) for name, facts in VARIANTS}


def golden(frame: bytes) -> str:
    """The text a golden file holds."""
    return "\n".join(rows_of(frame)) + "\n"


def main(argv: list[str] | None = None) -> int:
    """Write what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="contact_sheet", description="Draw every screen.")
    parser.add_argument("png", nargs="?", type=Path, help="the picture to write")
    parser.add_argument("--golden", metavar="DIR", type=Path, help="rewrite the tests' pictures")
    args = parser.parse_args(argv)
    if not args.png and not args.golden:
        parser.error("name a PNG to write, or --golden DIR")
    all_frames = frames()
    if args.png:
        args.png.parent.mkdir(parents=True, exist_ok=True)
        args.png.write_bytes(contact_sheet(list(all_frames.items())))
    if args.golden:
        args.golden.mkdir(parents=True, exist_ok=True)
        for old in args.golden.glob("*.txt"):
            if old.stem not in all_frames:
                old.unlink()
        for name, frame in all_frames.items():
            (args.golden / f"{name}.txt").write_text(golden(frame), encoding="ascii")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
