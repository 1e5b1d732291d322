"""Which of the firmware's modules some sources need, as their own imports say."""

import ast
from collections.abc import Iterable
from pathlib import Path

from backstrap import FIRMWARE


def modules(sources: Iterable[Path]) -> list[Path]:
    """The firmware's files that the sources import, directly or not, packages' own among them."""
    found: set[Path] = set()
    ahead = list(sources)
    while ahead:
        for name in _imported(ahead.pop()):
            path = _file(name)
            if path and path not in found:
                found.add(path)
                ahead.append(path)
    return sorted(found)


def _imported(path: Path) -> Iterable[str]:
    """Every dotted name, and the packages it is in; of `from a import b` a and a.b."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            steps = name.split(".")
            yield from (".".join(steps[:i]) for i in range(1, len(steps) + 1))


def _file(name: str) -> Path | None:
    path = FIRMWARE.joinpath(*name.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.is_file():
            return candidate
    return None
