"""A strap's flash: real littlefs over a block device that remembers each program and erase; power
can be cut after any of them."""

import errno
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from littlefs import LittleFSError, lfs

BLOCK = 4096
# As MicroPython's VfsLfs2 has it on an ESP32.
_SHAPE = {
    "block_size": BLOCK, "read_size": 32, "prog_size": 32, "cache_size": 128,
    "lookahead_size": 32, "block_cycles": 100,
}  # fmt: skip


class Change(NamedTuple):
    """What was programmed (or erased: all ones), and what the run had reached by then."""

    address: int
    data: bytes
    reached: Any


class Chip:
    """The chip below littlefs. Nothing may be raised in here: littlefs goes on all the same.

    changes  all since it was made
    reached  told by its user, kept with each change
    worn     called before each change; a true answer: it is not made, and the chip does not say so
    twice    how often a place was programmed that was not erased
    """

    def __init__(self, image: bytes) -> None:
        self.buffer = bytearray(image)
        self.changes: list[Change] = []
        self.twice = 0
        self.reached: Callable[[], Any] = lambda: None
        self.worn: Callable[[], bool] = lambda: False

    def read(self, cfg: Any, block: int, off: int, size: int) -> bytearray:
        at = block * BLOCK + off
        return self.buffer[at : at + size]

    def prog(self, cfg: Any, block: int, off: int, data: bytes) -> int:
        if self.worn():
            return 0
        at = block * BLOCK + off
        self.twice += self.buffer[at : at + len(data)].count(0xFF) != len(data)
        self._change(at, bytes(data))
        return 0

    def erase(self, cfg: Any, block: int) -> int:
        if not self.worn():
            self._change(block * BLOCK, b"\xff" * BLOCK)
        return 0

    def sync(self, cfg: Any) -> int:
        return 0

    def _change(self, at: int, data: bytes) -> None:
        self.changes.append(Change(at, data, self.reached()))
        self.buffer[at : at + len(data)] = data


class Cut(NamedTuple):
    """The flash after a cut: how many changes were made, how the next one was torn, and what the
    run had reached."""

    at: int
    torn: str
    image: bytes
    reached: Any


def cuts(before: bytes, changes: list[Change], seed: int) -> Iterator[Cut]:
    """Every cut there can be: after each change, and in the middle of each, once with its first
    half done and once with noise where it had got to."""
    chance = random.Random(seed)
    image = bytearray(before)
    for n, (at, data, reached) in enumerate(changes):
        yield Cut(n, "", bytes(image), reached)
        half = len(data) // 2
        was = bytes(image[at : at + len(data)])
        pairs = zip(was[half:], data[half:], strict=True)
        noise = bytes(old if chance.random() < 0.5 else new for old, new in pairs)
        for torn, rest in (("half", was[half:]), ("noise", noise)):
            image[at : at + len(data)] = data[:half] + rest
            yield Cut(n, torn, bytes(image), reached)
        image[at : at + len(data)] = data
    yield Cut(len(changes), "", bytes(image), changes[-1].reached if changes else None)


class Flash:
    """A littlefs on a chip. Paths begin with a slash.

    touch: called before the strap's program reads a file or folder, or changes one; it may raise
    an OSError.
    """

    def __init__(self, image: bytes | None = None, blocks: int = 128) -> None:
        """image: what the chip holds; None: it is new, and is formatted."""
        self.chip = Chip(image or b"\xff" * (blocks * BLOCK))
        self.blocks = len(self.chip.buffer) // BLOCK
        self.touch: Callable[[bool], None] = lambda changes: None
        self._config = lfs.LFSConfig(context=self.chip, block_count=self.blocks, **_SHAPE)
        if image is None:
            lfs.format(lfs.LFSFilesystem(), self._config)
        self.mount()

    def mount(self) -> None:
        """Mount it, as a start of the strap does; open files are forgotten, unwritten."""
        self.fs = lfs.LFSFilesystem()
        lfs.mount(self.fs, self._config)

    def image(self) -> bytes:
        """What the chip holds now."""
        return bytes(self.chip.buffer)

    def used(self) -> int:
        """Blocks in use."""
        return lfs.fs_size(self.fs)

    def names(self, folder: str) -> list[str]:
        at = asked(lfs.dir_open, self.fs, folder)
        found = []
        while entry := lfs.dir_read(self.fs, at):
            if entry.name not in (".", ".."):
                found.append(entry.name)
        lfs.dir_close(self.fs, at)
        return found

    def files(self, folder: str = "/") -> dict[str, bytes]:
        """Content of every file by its path; each is read whole."""
        found: dict[str, bytes] = {}
        for name in self.names(folder):
            path = folder.rstrip("/") + "/" + name
            if self.is_folder(path):
                found |= self.files(path)
            else:
                found[path] = self.read(path)
        return found

    def is_folder(self, path: str) -> bool:
        found = asked(lfs.stat, self.fs, path)
        return bool(found.type == lfs.LFSStat.TYPE_DIR)

    def read(self, path: str) -> bytes:
        with Binary(self, path, "r") as f:
            return f.read()

    def write(self, path: str, data: bytes) -> None:
        """Put a file there, and its folders."""
        folders = path.strip("/").split("/")[:-1]
        for n in range(len(folders)):
            try:
                lfs.mkdir(self.fs, "/" + "/".join(folders[: n + 1]))
            except LittleFSError as e:
                if e.code != -errno.EEXIST:
                    raise
        with Binary(self, path, "w") as f:
            f.write(data)

    def remove(self, path: str) -> None:
        asked(lfs.remove, self.fs, path)


def asked(call: Callable[..., Any], *given: Any) -> Any:
    """A call of littlefs, with the errors a strap's program sees."""
    try:
        return call(*given)
    except LittleFSError as e:
        raise OSError(-e.code, str(e)) from None


_OPEN: list[Any] = []  # littlefs aborts where one that is open is freed
_TO_WRITE = lfs.LFSFileFlag.wronly | lfs.LFSFileFlag.creat
_FLAGS = {
    "r": lfs.LFSFileFlag.rdonly,
    "w": _TO_WRITE | lfs.LFSFileFlag.trunc,
    "a": _TO_WRITE | lfs.LFSFileFlag.append,
}


class Binary:
    """An open file as MicroPython has it: nothing is kept back but what littlefs itself keeps."""

    def __init__(self, flash: Flash, path: str, mode: str) -> None:
        self._fs = flash.fs
        self._flash = flash
        flash.touch(mode != "r")
        self._file = asked(lfs.file_open, flash.fs, path, _FLAGS[mode])
        _OPEN.append(self._file)

    def read(self, count: int = -1) -> bytes:
        self._flash.touch(False)
        if count < 0:
            count = lfs.file_size(self._fs, self._file)
        return bytes(asked(lfs.file_read, self._fs, self._file, count))

    def readline(self, most: int = -1) -> bytes:
        self._flash.touch(False)
        line = bytearray()
        while len(line) != most and not line.endswith(b"\n"):
            byte = bytes(asked(lfs.file_read, self._fs, self._file, 1))
            if not byte:
                break
            line += byte
        return bytes(line)

    def write(self, data: bytes) -> int:
        self._flash.touch(True)
        return int(asked(lfs.file_write, self._fs, self._file, bytes(data)))

    def flush(self) -> None:
        self._flash.touch(True)
        asked(lfs.file_sync, self._fs, self._file)

    def tell(self) -> int:
        return int(lfs.file_tell(self._fs, self._file))

    def close(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            _OPEN.remove(file)
            asked(lfs.file_close, self._fs, file)

    def __enter__(self) -> "Binary":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Text(Binary):
    def read(self, count: int = -1) -> str:  # type: ignore[override]
        return super().read(count).decode()

    def write(self, data: str) -> int:  # type: ignore[override]
        return super().write(data.encode())
