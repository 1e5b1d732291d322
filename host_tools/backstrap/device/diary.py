"""What a strap has written about itself: /log.old, /log.txt, /crash.txt. They may hold anything:
they are bounded and made plain."""

from backstrap import image
from backstrap.device.plain import plain
from backstrap.device.strap import Strap
from backstrap.image import trace
from backstrap.image.manifest import MANIFEST

_LOGS = ("log.old", "log.txt")
_CRASH = "crash.txt"
_BYTES_MOST = 8192  # of a file; the strap writes less


def lines(strap: Strap) -> list[str]:
    """The log, oldest line first."""
    there = strap.names("/")
    text = "".join(_text(strap, "/" + name) for name in _LOGS if name in there)
    return text.splitlines()


def crash(strap: Strap) -> tuple[str | None, bool]:
    """The last crash, None where there was none; and whether its lines are those of the sources:
    that takes firmware like ours."""
    if _CRASH not in strap.names("/"):
        return None, False
    text = _text(strap, "/" + _CRASH).strip()
    slot = text.removeprefix("slot ")[:1]
    if slot not in ("a", "b") or MANIFEST not in strap.names(f"/app_{slot}"):
        return text, False
    if strap.get(f"/app_{slot}/{MANIFEST}") != image.firmware()[MANIFEST]:
        return text, False
    return trace.translate(text), True


def _text(strap: Strap, path: str) -> str:
    return plain(strap.get(path)[-_BYTES_MOST:], _BYTES_MOST)
