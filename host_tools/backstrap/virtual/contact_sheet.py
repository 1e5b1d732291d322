"""Every screen of the strap, on each display and in each language, through its own drawing code.

`python -m backstrap.virtual.contact_sheet DIR` writes them to pictures; `--golden DIR` writes them
as text, which the tests compare; of the other languages only a few.
"""

import argparse
from pathlib import Path

from backstrap.virtual.drawing import SMALL, TALL, turns
from backstrap.virtual.picture import contact_sheet, rows_of
from backstrap.virtual.variants import VARIANTS, view_of
from strapcore.ui.choices import LANGUAGES

Size = tuple[int, int]

# Of the other languages these are told as text, on the largest display.
TOLD = ("HOME-locked", "PREPARE", "HOLD-awake", "REST", "FIRST-4")


def frames(language: str = "en", size: Size = TALL) -> dict[str, bytes]:
    """The frame of every variant, by name; "NAME+1" and so on are what comes by turns."""
    found: dict[str, bytes] = {}
    for name, facts in VARIANTS:
        found |= dict(turns(view_of(facts, name, language, size[0]), name, size))
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
