"""How code and files get into a strap's REPL with few bytes.

Whatever is long goes deflated, in a bytes literal that has every byte as it is but the few that a
REPL or the literal would take amiss: MicroPython's lexer is 8-bit clean. That costs 4 % where
base64 costs 33 %. What does not deflate goes as stored blocks, deflate's own form for it.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_WINDOW_BITS = 12  # 4 KiB: what the strap keeps while it unpacks
_CHUNK = 4096  # packed bytes in one call: the strap needs about three times as much heap
_STEP = 1024
_PLAIN_MOST = 160  # code shorter than this does not gain by being packed
IMPORTS = b"import gc\nfrom deflate import DeflateIO\nfrom io import BytesIO\ngc.collect()\n"

_ESCAPES = {10: rb"\n", 13: rb"\r", 39: rb"\'", 92: rb"\\", **{b: b"\\%d" % b for b in range(6)}}
_BYTES = [_ESCAPES.get(byte, bytes([byte])) for byte in range(256)]


def literal(data: bytes) -> bytes:
    """A bytes literal of data. An octal escape before a digit is written in full."""
    parts = [b"b'"]
    for at, byte in enumerate(data):
        full = byte < 6 and data[at + 1 : at + 2].isdigit()
        parts.append(b"\\00%d" % byte if full else _BYTES[byte])
    return b"".join(parts) + b"'"


def packed(source: str, first: bool) -> bytes:
    """The source as it is, or shorter: as code that unpacks and runs it. Only the first code of a
    connection brings the imports for that."""
    plain = thin = _thin(source)
    if first:
        plain = IMPORTS + plain
    elif len(plain) < _PLAIN_MOST:
        return plain
    run = b"exec(DeflateIO(BytesIO(" + literal(_pack(thin)) + b"),1,12).read())"
    return min(plain, (IMPORTS if first else b"") + run, key=len)


class Call(NamedTuple):
    """A call of `_take`: its code, the paths that are whole after it, the path it begins with, and
    how many bytes of files it carries."""

    code: bytes
    whole: list[str]
    begins: str
    size: int


def calls_to_write(files: Iterable[tuple[str, bytes]]) -> Iterator[Call]:
    """The calls that write each (path, data), as few as may be. Each carries files and parts of
    files in one stream, with a line `bytes more path` before each: more is + where the next call
    goes on with the file, whose path is given once. A call proves by sha256 that what it wrote is
    what was sent."""
    chunk = _Chunk()
    for path, data in files:
        at, name = 0, path
        while at < len(data) or name:
            chunk.begins = chunk.begins or path
            taken = chunk.add(name, data[at:])
            if taken is None:
                yield chunk.call()
                chunk = _Chunk()
                continue
            at, name = at + taken, ""
            if at == len(data):
                chunk.whole.append(path)
    if chunk.size is not None:
        yield chunk.call()


class _Chunk:
    """One call in the making."""

    def __init__(self) -> None:
        self.begins = ""
        self.whole: list[str] = []
        self.size: int | None = None  # None: nothing in it
        self._packer = _packer()
        self._out = b""
        self._proof = hashlib.sha256()

    def add(self, path: str, data: bytes) -> int | None:
        """Take as much of data as there is room for; None: there is none."""
        most = min(len(data), 4 * _CHUNK)
        for size in (most, *range((most - 1) // _STEP * _STEP, 0, -_STEP)):
            head = b"%d %c %s\n" % (size, b"+-"[size == len(data)], path.encode())
            part = head + data[:size]
            packer = self._packer.copy()
            out = self._out + packer.compress(part)
            if len(out) + len(packer.copy().flush()) <= _CHUNK:
                self._packer, self._out = packer, out
                self._proof.update(part)
                self.size = (self.size or 0) + size
                return size
        return None

    def call(self) -> Call:
        packed = literal(self._out + self._packer.flush())
        code = b"_take(" + packed + b"," + literal(self._proof.digest()) + b")"
        return Call(code, self.whole, self.begins, self.size or 0)


def _packer() -> "zlib._Compress":
    return zlib.compressobj(9, zlib.DEFLATED, -_WINDOW_BITS, 9)


def _pack(data: bytes) -> bytes:
    packer = _packer()
    return packer.compress(data) + packer.flush()


def _thin(code: str) -> bytes:
    """The code with one space for each four of indentation, and no empty lines."""
    lines = [line for line in code.splitlines() if line]
    thin = [" " * ((len(line) - len(line.lstrip())) // 4) + line.lstrip() for line in lines]
    return "\n".join(thin).encode()
