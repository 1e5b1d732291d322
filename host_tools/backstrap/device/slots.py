"""Which firmware a strap starts: what its /slot says, as firmware/main.py reads it, and whether a
slot is whole."""

from typing import NamedTuple

from backstrap.device.plain import one_line
from backstrap.device.strap import Strap, Survey
from backstrap.image import manifest

PATH = "/slot"
_OTHER = {"a": "b", "b": "a"}
_STARTS = "9"  # what a new firmware has for its trial: see firmware/trial.py
_WHY_MOST = 100


class Slots(NamedTuple):
    """proven: the slot that is fallen back to, None where there is no firmware; trial: the one
    that is on trial; left: why the one that is not proven was left, "" where it was not."""

    proven: str | None
    trial: str | None = None
    left: str = ""

    @property
    def idle(self) -> str:
        """The slot that may be written: never the proven one."""
        return _OTHER[self.proven] if self.proven else "a"


def read(strap: Strap, have: Survey) -> Slots:
    """What the strap's /slot says; have: a survey of it and of both slots."""
    text = strap.get(PATH).decode(errors="replace") if PATH in have.files else ""
    first, second = text[:1], text[1:2]
    if first not in _OTHER:
        return Slots(None)
    if second == _OTHER[first]:
        return Slots(second, first)
    return Slots(first, None, one_line(text[2:], _WHY_MOST) if second == " " else "")


def proven(slot: str) -> bytes:
    """What /slot says of a slot that needs no trial."""
    return slot.encode()


def on_trial(slot: str) -> bytes:
    """What /slot says of a new one: the other is fallen back to."""
    return f"{slot}{_OTHER[slot]}{_STARTS}".encode()


def content(have: Survey, slot: str) -> dict[str, bytes]:
    """sha256 of each file in a slot, by its path there; but of none that a cut update has left."""
    folder = f"/app_{slot}/"
    found = {path: sha for path, sha in have.files.items() if path.startswith(folder)}
    return {p.removeprefix(folder): sha for p, sha in found.items() if not p.endswith(".tmp")}


def whole(strap: Strap, have: Survey, slot: str) -> manifest.Manifest | None:
    """The manifest of a slot that has exactly the files it names; None of any other."""
    files = content(have, slot)
    if files.pop(manifest.MANIFEST, None) is None:
        return None
    said = manifest.read(strap.get(f"/app_{slot}/{manifest.MANIFEST}"))
    good = said and (said.files, said.seal) == (len(files), manifest.seal(files))
    return said if good else None
