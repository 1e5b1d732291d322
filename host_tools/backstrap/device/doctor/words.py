"""The words in braces of the rules' texts: how they are made, and how the page shows them."""

from collections.abc import Callable
from typing import Any

from backstrap import board_file
from backstrap.device.doctor.evidence import Evidence, join, resets
from backstrap.device.plain import one_line


def _identity(e: Evidence) -> str:
    said = e.identity or {}
    return f"MicroPython {said.get('micropython')} on {said.get('machine')} {said.get('uid')}"


def _status(key: str) -> Callable[[Evidence], Any]:
    return lambda e: (e.status or {}).get(key)


def _listed(key: str) -> Callable[[Evidence], str]:
    return lambda e: "; ".join(map(str, (e.status or {}).get(key) or ()))


def _well(e: Evidence) -> str:
    said = e.status or {}
    parts = [f"BackStrap {said.get('backstrap')}, board {said.get('board')}"]
    if said.get("slot"):
        parts.append(f"slot {said['slot']}")
    parts.append(f"state {said.get('state')}")
    clock = said.get("clock")
    if isinstance(clock, list) and len(clock) >= 5:
        parts.append("clock {:04}-{:02}-{:02} {:02}:{:02}".format(*map(_number, clock[:5])))
    if isinstance(said.get("free"), int):
        parts.append(f"{said['free'] // 1024} KiB of flash free")
    return ", ".join(parts)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _unbound(e: Evidence) -> str:
    bus = (e.computer.bus or frozenset()) & e.computer.known
    return ", ".join(sorted(bus - set(e.computer.ports.values())))


# word: (what it says of the evidence, what the page has in its place)
WORDS: dict[str, tuple[Callable[[Evidence], Any], str]] = {
    "port": (lambda e: e.port, "PORT"),
    "usb": (lambda e: e.usb, "USB-ID"),
    "said": (lambda e: e.said, "SYSTEM'S WORDS"),
    "ports": (lambda e: ", ".join(sorted(e.computer.ports)) or "none", "PORTS"),
    "holders": (lambda e: ", ".join(e.holders), "PROGRAM (pid)"),
    "group": (lambda e: join(e.computer, e.group)[0], "GROUP"),
    "join": (lambda e: join(e.computer, e.group)[1], "join it (the command is below)"),
    "heard": (lambda e: one_line(e.heard), "WHAT IT SAYS"),
    "resets": (lambda e: resets(e.heard), "N"),
    "crash": (lambda e: one_line(e.crash), "LAST LINES"),
    "identity": (_identity, "MicroPython VERSION on BOARD"),
    "boards": (lambda _: ", ".join(board_file.names()), "NAMES"),
    "unbound": (_unbound, "USB-ID"),
    "well": (_well, "VERSION, BOARD, SLOT, STATE, CLOCK, FREE FLASH"),
    "version": (_status("backstrap"), "VERSION"),
    "ours": (lambda e: e.ours, "VERSION"),
    "board": (_status("board"), "NAME"),
    "slot": (_status("slot"), "SLOT"),
    "free": (_status("free"), "N"),
    "faults": (_listed("faults"), "PART, ADDRESS, WHY"),
    "bad": (_listed("bad"), "FILE, WHY"),
    "unpulled": (_status("unpulled"), "N"),
}


class Said(dict[str, Any]):
    """The words of one port, made when a text asks for them, and safe for a terminal."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__()
        self._evidence = evidence

    def __missing__(self, word: str) -> str:
        return one_line(str(WORDS[word][0](self._evidence)), 400)


SHOWN = {word: shown for word, (_, shown) in WORDS.items()}
