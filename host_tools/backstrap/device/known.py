"""Straps met before, in a file of the user's: so one is found by its name, or again when its port
has changed. Only what a strap and its USB chip said; losing the file costs nothing but that."""

import json
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from backstrap import files
from backstrap.errors import UserError

_BYTES_MOST = 64 * 1024
_MOST = 100  # straps; the one not seen for longest is forgotten
_LENGTH_MOST = 200  # of a text in it
_lock = threading.Lock()  # several straps are met at once, in threads


class Known(NamedTuple):
    """A strap: the chip's uid, the name its owner gave it, its port and its USB serial number."""

    uid: str
    name: str
    port: str
    usb: str


def straps() -> list[Known]:
    """Those met before, the newest last; none when there is no such file, or no good one."""
    try:
        rows = json.loads(files.read(_path(), _BYTES_MOST, "list of straps"))
        return [Known(**{name: _text(row[name]) for name in Known._fields}) for row in rows]
    except (UserError, ValueError, TypeError, KeyError, RecursionError):
        return []


def meet(status: dict[str, Any], port: str, usb: str) -> None:
    """Remember what the strap at port said of itself. A list that cannot be kept is left alone."""
    uid = _text(status.get("uid", ""))
    new = Known(uid, _text(status.get("name") or ""), port, usb)
    with _lock:
        before = straps()
        if not uid or new in before[-1:]:
            return
        # A port holds one strap: what was known there before is somewhere else now.
        others = [one._replace(port="") if one.port == port else one for one in before]
        kept = [*(one for one in others if one.uid != uid), new][-_MOST:]
        with suppress(UserError, OSError):
            _path().parent.mkdir(parents=True, exist_ok=True)
            files.write(_path(), json.dumps([one._asdict() for one in kept]).encode())


def named(name: str) -> list[Known]:
    """The straps of this name; capitals do not count."""
    return [one for one in straps() if one.name and one.name.lower() == name.lower()]


def at(port: str) -> Known | None:
    """The strap that was last met at this port."""
    return next((one for one in reversed(straps()) if one.port == port), None)


def _path() -> Path:
    return platformdirs.user_data_path("backstrap", appauthor=False) / "straps.json"


def _text(value: Any) -> str:
    return str(value)[:_LENGTH_MOST]
