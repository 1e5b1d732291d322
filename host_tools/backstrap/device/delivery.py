"""Files on their way to a strap behind a port: what is staged, what is proved, and how to go on
after the link was lost.

The last of the calls that carry files is held back and goes with the commit, which the strap
runs only when that call has proved its files: one answer fewer to wait for.
"""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from backstrap.device import on_strap, packing
from backstrap.device.strap import Survey, Told
from backstrap.errors import DeviceError, RefusedError


class LostError(DeviceError):
    """The link was lost: what was asked for may have happened or not."""


class _Link(Protocol):
    def call(self, source: str, *tools: str, carrying: bytes = b"") -> bytes: ...

    def survey(self, *paths: str) -> Survey: ...

    def reopen(self, lost: LostError) -> None: ...


class Delivery:
    """The files that were staged and not yet renamed."""

    def __init__(self, link: _Link) -> None:
        self._link = link
        self._files: dict[str, bytes] = {}
        self._there: dict[str, bytes] = {}  # path: sha256 of path.tmp on the strap
        self._held: packing.Call | None = None

    def saw(self, files: dict[str, bytes]) -> None:
        """Remember the temporary files that a survey has found."""
        for path, digest in files.items():
            if path.endswith(".tmp"):
                self._there[path.removesuffix(".tmp")] = digest

    def stage(self, files: dict[str, bytes], told: Told) -> None:
        """Send what the strap has not, but for the last call."""
        self._files.update(files)
        self._lasting(lambda _: self._send(files, told))

    def flush(self) -> None:
        """Make the call that was held back."""

        def work(found: Survey | None) -> None:
            if found:
                self._send(self._files, _nobody)
            self._make_held()

        self._lasting(work)

    def commit(self, paths: list[str], removed: list[str]) -> None:
        """Rename each path.tmp to path in order, then remove files."""

        def work(found: Survey | None) -> None:
            todo, gone = paths, removed
            if found:  # some of it may be done
                todo = [path for path in paths if not self._renamed(path, found)]
                gone = [path for path in removed if path in found.files]
                self._send({path: self._files[path] for path in todo if path in self._files},
                           _nobody)  # fmt: skip
            self._make_held(on_strap.commit(todo, gone))

        self._lasting(work, (*paths, *removed))
        for path in paths:
            self._files.pop(path, None)
            self._there.pop(path, None)

    def _send(self, files: dict[str, bytes], told: Told) -> None:
        left = {path: data for path, data in files.items() if not self._whole(path)}
        done = sum(map(len, files.values())) - sum(map(len, left.values()))
        for call in packing.calls_to_write((path + ".tmp", data) for path, data in left.items()):
            self._make_held()
            told(call.begins.removesuffix(".tmp"), done)
            self._held = call
            done += call.size

    def _make_held(self, source: str = "", *tools: str) -> None:
        held = self._held
        if held:
            self._link.call(source, "_take", *tools, carrying=held.code)
            self.saw(
                {path: hashlib.sha256(self._files[path[:-4]]).digest() for path in held.whole}
            )
        elif source:
            self._link.call(source, *tools)
        self._held = None

    def _lasting(self, work: Callable[[Survey | None], None], paths: tuple[str, ...] = ()) -> None:
        """Do the work; again after a lost link, with a survey of the paths and of what is staged.
        A link that is lost once more before anything more was proved is given up."""
        found: Survey | None = None
        left_before: int | None = None
        while True:
            try:
                return work(found)
            except LostError as lost:
                left = sum(len(self._files[path]) for path in self._files if not self._whole(path))
                if left_before is not None and left >= left_before:
                    raise
                left_before = left
                self._held = None
                self._link.reopen(lost)
                self._there.clear()
                found = self._link.survey(*(path + ".tmp" for path in self._files), *paths)
            except RefusedError:  # no room: what is half there must not stay
                self._held = None
                names = [path + ".tmp" for path in self._files]
                self._files.clear()
                self._there.clear()
                with suppress(DeviceError):
                    self._link.call(f"_drop({names!r})", "_drop")
                raise

    def _whole(self, path: str) -> bool:
        """Whether path.tmp is on the strap as it should be."""
        return self._there.get(path) == hashlib.sha256(self._files[path]).digest()

    def _renamed(self, path: str, found: Survey) -> bool:
        if path + ".tmp" in found.files:
            return False
        data = self._files.get(path)
        return data is None or found.files.get(path) == hashlib.sha256(data).digest()


def _nobody(file: str, done: int) -> None:
    pass
