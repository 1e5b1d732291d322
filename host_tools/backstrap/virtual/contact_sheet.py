"""Every screen of the strap, on each display and in each language, through its own drawing code.

`python -m backstrap.virtual.contact_sheet DIR` writes them to pictures; `--golden DIR` writes them
as text, which the tests compare; of the other languages only a few.
"""

import argparse
from importlib import import_module
from pathlib import Path

from backstrap.virtual.picture import SIZES, contact_sheet, rows_of
from backstrap.virtual.variants import VARIANTS, view_of
from strapcore.ui.canvas import Canvas
from strapcore.ui.choices import LANGUAGES
from strapcore.ui.view import View

Size = tuple[int, int]

TALL: Size = SIZES[0]
SMALL: tuple[Size, ...] = SIZES[1:]
_TURNS = 4  # as many parts of a text that does not fit are shown

# Of the other languages these are told as text, on the largest display.
TOLD = ("HOME-locked", "PREPARE", "HOLD-awake", "REST", "FIRST-4")


def drawn(view: View, size: Size = TALL) -> bytes:
    """The frame of what a view holds."""
    canvas = Canvas(*size)
    name = "strapcore.ui.screens." + view.state.lower()
    if size == TALL:
        rows = import_module(name).ROWS
    else:
        rows = import_module(name + "_small").ROWS[SMALL.index(size)]
    frame = b""
    for page, row in enumerate(rows):
        canvas.clear()
        row(canvas, page, view)
        frame += canvas.row[1:]
    return frame


def frames(language: str = "en", size: Size = TALL) -> dict[str, bytes]:
    """The frame of every variant, by name; "NAME+1" and so on are what comes by turns."""
    found: dict[str, bytes] = {}
    for name, facts in VARIANTS:
        found |= turns(view_of(facts, name, language, size[0]), name, size)
    return found


def turns(view: View, name: str, size: Size = TALL) -> dict[str, bytes]:
    """The frames of a view under this name, and under "NAME+1" and so on what comes by turns."""
    found: dict[str, bytes] = {}
    for view.turn in range(_TURNS):
        frame = drawn(view, size)
        if frame not in found.values():
            found[f"{name}+{view.turn}" if view.turn else name] = frame
    return found


def golden() -> dict[str, bytes]:
    """The frames that are told as text, by the names of their files."""
    found = dict(frames())
    for size in SMALL:
        found |= {f"{size[0]}x{size[1]}/{name}": one for name, one in frames("en", size).items()}
    for language in LANGUAGES[1:]:
        all_frames = frames(language)
        found |= {f"{language}/{name}": all_frames[name] for name in TOLD}
    return found


def text_of(frame: bytes) -> str:
    """The text a golden file holds."""
    return "\n".join(rows_of(frame)) + "\n"


def sheets() -> dict[str, bytes]:
    """The pictures by their file names: one a language, one for its small displays."""
    found = {}
    for language in LANGUAGES:
        ending = "" if language == "en" else f"-{language}"
        found[f"screens{ending}.png"] = contact_sheet(list(frames(language).items()))
        small = [(name, one) for size in SMALL for name, one in frames(language, size).items()]
        found[f"screens-small{ending}.png"] = contact_sheet(small, columns=5, scale=2)
    return found


def main(argv: list[str] | None = None) -> int:
    """Write what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="contact_sheet", description="Draw every screen.")
    parser.add_argument("folder", nargs="?", type=Path, help="where to write the pictures")
    parser.add_argument("--golden", metavar="DIR", type=Path, help="rewrite the tests' pictures")
    args = parser.parse_args(argv)
    if not args.folder and not args.golden:
        parser.error("name a folder for the pictures, or --golden DIR")
    if args.folder:
        args.folder.mkdir(parents=True, exist_ok=True)
        for name, png in sheets().items():
            (args.folder / name).write_bytes(png)
    if args.golden:
        told = golden()
        for old in args.golden.rglob("*.txt"):
            if old.relative_to(args.golden).with_suffix("").as_posix() not in told:
                old.unlink()
        for name, frame in told.items():
            path = args.golden / f"{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text_of(frame), encoding="ascii")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
