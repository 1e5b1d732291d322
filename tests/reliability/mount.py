"""A strap's flash in this process: what firmware opens, lists and renames is on its littlefs."""

import builtins
import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from littlefs import lfs

from tests.reliability.flash import BLOCK, Binary, Flash, Text, asked

# What this computer has at its root; any other name there is on the strap.
_THEIRS = {one.name for one in os.scandir("/") if one.is_dir()}
_CALLS = ("stat", "mkdir", "listdir", "remove", "rename", "statvfs")


@contextmanager
def mounted(flash: Flash) -> Iterator[None]:
    """In here the strap's paths lead to its flash, through `open` and `os`."""
    real = {name: getattr(os, name) for name in _CALLS}
    opens = builtins.open
    mount = _Mount(flash, real, opens)
    builtins.open = io.open = mount.open  # type: ignore[assignment]
    for name in _CALLS:
        setattr(os, name, getattr(mount, name))
    try:
        yield
    finally:
        builtins.open = io.open = opens
        for name, call in real.items():
            setattr(os, name, call)


class _Mount:
    """The calls by their names in `os`; paths that are not the strap's go to the real ones."""

    def __init__(self, flash: Flash, real: dict[str, Any], opens: Any) -> None:
        self._flash = flash
        self._real = real
        self._opens = opens

    def open(self, path: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        inside = _inside(path)
        if inside is None:
            return self._opens(path, mode, *more, **named)
        return (Binary if "b" in mode else Text)(self._flash, inside, mode[0])

    def stat(self, path: Any, **named: Any) -> Any:
        inside = _inside(path)
        if inside is None or inside == "/":
            return self._real["stat"](path, **named)
        folder = self._flash.is_folder(inside)
        return os.stat_result((0o040755 if folder else 0o100644, *(0,) * 9))

    def mkdir(self, path: Any, *more: Any, **named: Any) -> None:
        inside = _inside(path)
        if inside is None:
            self._real["mkdir"](path, *more, **named)
        elif inside == "/":
            raise FileExistsError(errno.EEXIST, path)
        else:
            self._flash.touch(True)
            asked(lfs.mkdir, self._flash.fs, inside)

    def listdir(self, path: Any = ".") -> list[str]:
        inside = _inside(path)
        if inside is None:
            return list(self._real["listdir"](path))
        self._flash.touch(False)
        return self._flash.names(inside)

    def remove(self, path: Any, **named: Any) -> None:
        inside = _inside(path)
        if inside is None:
            self._real["remove"](path, **named)
        else:
            self._flash.touch(True)
            asked(lfs.remove, self._flash.fs, inside)

    def rename(self, path: Any, to: Any, **named: Any) -> None:
        inside = _inside(path)
        if inside is None:
            self._real["rename"](path, to, **named)
        else:
            self._flash.touch(True)
            asked(lfs.rename, self._flash.fs, inside, _inside(to))

    def statvfs(self, path: Any) -> Any:
        if _inside(path) is None:
            return self._real["statvfs"](path)
        blocks = self._flash.blocks
        free = blocks - self._flash.used()
        return BLOCK, BLOCK, blocks, free, free, 0, 0, 0, 0, 255


def _inside(path: Any) -> str | None:
    """Where a path is on the strap; None: it is this computer's."""
    if not isinstance(path, str | os.PathLike):
        return None
    text = os.fspath(path)
    if not isinstance(text, str) or not text.startswith("/"):
        return None
    parts = [part for part in text.split("/") if part]
    if parts and parts[0] in _THEIRS:
        return None
    return "/" + "/".join(parts)
