"""What the strap says, for the host to say it too: blocks of firmware/languages/en.txt."""

from pathlib import Path

from backstrap import FIRMWARE

_ENGLISH = FIRMWARE / "languages" / "en.txt"
_SIDES = ("left", "right")  # a point on the midline has no word for it


def block(name: str, file: Path = _ENGLISH) -> list[str]:
    """The lines of a block, long forms; none where the file has no such block."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return []
    _, _, rest = f"\n\n{text}".partition(f"\n\n{name}\n")
    lines = rest.partition("\n\n")[0].splitlines()
    return [line.partition("|")[0] for line in lines]


def reason(lock: tuple[int | str, ...], file: Path = _ENGLISH) -> str:
    """Why a step should wait, in words. lock: a reason of strapcore.plan and its values."""
    code, *values = lock
    lines = block("REASONS", file)
    if not 0 < int(code) <= len(lines):
        return f"reason {code} {' '.join(map(str, values))}".rstrip()
    said = lines[int(code) - 1] % tuple(_word(value, file) for value in values)
    return " ".join(said.split())


def _word(value: int | str, file: Path) -> int | str:
    """A value of a reason: a number, a muscle or a side."""
    if isinstance(value, int):
        return value
    from strapcore.rules import MUSCLES

    for name, known in (("MUSCLES", list(MUSCLES)), ("SIDES", list(_SIDES))):
        words = block(name, file)
        if value in known and known.index(value) < len(words):
            return words[known.index(value)]
    return "" if value == "both" else value
