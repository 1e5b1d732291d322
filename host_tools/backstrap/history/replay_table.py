"""Text in rows and columns, as other people's tools write it, read as a stream.

Separators , ; and tab, packed or not, a row of names or none, `#` lines in between. The first
line may be `# ` and a JSON object about the file.
"""

import contextlib
import gzip
import itertools
import json
import math
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from backstrap.errors import UserError

_BYTES_MOST = 200_000_000  # of text, unpacked
_LINE_MOST = 65_536
_SHOWN = 40  # characters of a wrong cell


class Table:
    """A file's columns. UserError from any method names the line.

    names: of the columns, made up where the file has none (`named` is False then)
    about: the JSON object of the first line, or empty
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.about: dict[str, Any] = {}
        for number, text in _lines(path):
            if text.startswith("#"):
                if number == 1:
                    self.about = _json_object(text[1:])
                continue
            self.separator = next((mark for mark in ";\t," if mark in text), ",")
            self.names = self._split(text)
            self.named = not any(self._is_moment(cell) for cell in self.names)
            self._first_line = number + self.named
            if not self.named:
                self.names = [f"column {i + 1}" for i in range(len(self.names))]
            break
        else:
            raise UserError(f"{path}: holds no line of data; a CSV with numbers is needed")
        if next(self.cells(0), None) is None:
            raise UserError(f"{path}: holds no line of data below its names")

    def cells(self, column: int) -> Iterator[tuple[int, str]]:
        """Line and text of every cell of a column, counted from 0."""
        for line, text in _lines(self.path):
            if line < self._first_line or text.startswith("#"):
                continue
            cells = self._split(text)
            if column >= len(cells):
                raise UserError(
                    f"{self.path}:{line}: {len(cells)} columns, but the others have"
                    f" {len(self.names)}; mend or delete the line"
                )
            yield line, cells[column]

    def numbers(self, column: int) -> Iterator[tuple[int, float]]:
        """Line and value of every cell of a column."""
        for line, cell in self.cells(column):
            try:
                yield line, self._number(cell)
            except ValueError:
                raise UserError(
                    f"{self.path}:{line}: '{cell[:_SHOWN]}' in {self.names[column]} is no number;"
                    " every line needs one: mend or delete the line, or name another --column"
                ) from None

    def moments(self, column: int) -> Iterator[tuple[int, float]]:
        """Line and time of every cell of a column: a number, or a date and time in seconds."""
        for line, cell in self.cells(column):
            try:
                yield line, self._moment(cell)
            except ValueError:
                raise UserError(
                    f"{self.path}:{line}: '{cell[:_SHOWN]}' in {self.names[column]} is no time;"
                    " a number or a date and time is: mend the line, or name the rate with --fs"
                ) from None

    def dated(self, column: int) -> bool:
        """Whether a column of times is written as dates."""
        _, cell = next(self.cells(column))
        try:
            self._number(cell)
        except ValueError:
            return True
        return False

    def _split(self, text: str) -> list[str]:
        return [cell.strip().strip("\"'").strip() for cell in text.split(self.separator)]

    def _number(self, text: str) -> float:
        """The value of a cell, ValueError when it has none. Next to ';' a comma is a point."""
        value = float(text.replace(",", ".") if self.separator == ";" else text)
        if not math.isfinite(value):
            raise ValueError(text)
        return value

    def _moment(self, text: str) -> float:
        try:
            return self._number(text)
        except ValueError:
            return datetime.fromisoformat(text).timestamp()

    def _is_moment(self, text: str) -> bool:
        try:
            self._moment(text)
        except ValueError:
            return False
        return True


def _json_object(text: str) -> dict[str, Any]:
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(text)
        if isinstance(found, dict):
            return found
    return {}


def _unpacked(raw: BinaryIO) -> BinaryIO | gzip.GzipFile:
    packed = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    return gzip.GzipFile(fileobj=raw) if packed else raw


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of every line that has any."""
    size = 0
    try:
        with path.open("rb") as raw, _unpacked(raw) as stream:
            for number in itertools.count(1):
                data = stream.readline(_LINE_MOST)
                size += len(data)
                if not data:
                    return
                if len(data) == _LINE_MOST or b"\0" in data:
                    raise UserError(f"{path}:{number}: no line of a CSV; is it another format?")
                if size > _BYTES_MOST:
                    most = _BYTES_MOST // 1_000_000
                    raise UserError(f"{path}:{number}: more than {most} MB of text; cut it")
                text = data.decode("utf-8", "replace").removeprefix("\ufeff").strip(" \r\n")
                if text:
                    yield number, text
    except (EOFError, zlib.error):
        raise UserError(f"{path}: the packed file is damaged or cut; fetch it again") from None
    except OSError as e:
        raise UserError(f"{path}: cannot be read ({e.strerror or e}); check the name") from None
