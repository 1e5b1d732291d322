"""Where in the sources a traceback of the image points.

A crash on the strap names lines of the linked text (File "strap.mpy", line 812, in g). The same
sources give the same text again, so host and strap must be of one version.
"""

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from backstrap import FIRMWARE
from backstrap.image.linker import Linked, link, mpy_path

_Block = ast.stmt | ast.ExceptHandler
_FRAME = re.compile(r'File "(\S+\.mpy)", line (\d+), in (\S+)')


def translate(text: str, folder: Path = FIRMWARE) -> str:
    """The text (of /crash.txt, say), with file, line and function as in the sources."""
    places = {mpy_path(one.path): _places(one) for one in link(folder)}

    def source(frame: re.Match[str]) -> str:
        file, line, function = frame.groups()
        found = places.get(file, [])
        at = bisect_right(found, (int(line), chr(0x10FFFF), 0)) - 1
        if at < 0:
            return frame.group()
        _, path, line_there = found[at]
        if not function.startswith("<"):
            function = _function(folder / path, line_there)
        return f'File "{path}", line {line_there}, in {function}'

    return _FRAME.sub(source, text)


def _places(linked: Linked) -> list[tuple[int, str, int]]:
    """(line, source's path, line there) of every statement of the linked text, in order."""
    there = ast.parse(linked.text).body
    found = []
    for (path, before), after in zip(linked.body, there[-len(linked.body) :], strict=True):
        found += [(line, path, source_line) for line, source_line in _pairs(before, after)]
    return sorted(found)


def _pairs(before: _Block, after: _Block) -> Iterator[tuple[int, int]]:
    """(line of the text, line of the source) of a statement and those within it."""
    yield after.lineno, before.lineno
    for one, other in zip(_statements(before), _statements(after), strict=True):
        yield from _pairs(one, other)


def _statements(node: _Block) -> list[_Block]:
    inner = ast.iter_child_nodes(node)
    return [one for one in inner if isinstance(one, _Block)]


def _function(path: Path, line: int) -> str:
    """The innermost function or class around a line."""
    found = "<module>"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):  # outer ones come first
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        if node.body[0].lineno <= line <= (node.end_lineno or 0):
            found = node.name
    return found
