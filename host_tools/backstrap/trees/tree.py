"""Plain data that remembers the line and column of every key and value.

What the three forms share: places, bounds on size, depth and number, and what a double key is.
"""

import re
from bisect import bisect_right
from typing import Any, NamedTuple

BYTES_MOST = 256 * 1024
DEPTH_MOST = 12  # a routine needs 5
NODES_MOST = 20_000  # a full routine has about 2500
BARE_MOST = 40  # characters of a number

Path = tuple[str | int, ...]
Place = tuple[int, int]  # line, column, from 1

_BREAK = re.compile(r"\r\n|\r|\n")


class TreeError(Exception):
    """Text that is no tree at all: nothing after this place was looked at."""

    def __init__(self, place: Place, text: str) -> None:
        super().__init__(text)
        self.place = place


class Tree(NamedTuple):
    """data, the place of each value and each key by path, and the problems met on the way."""

    data: Any
    values: dict[Path, Place]
    keys: dict[Path, Place]
    problems: list[tuple[Place, str]]

    def place(self, path: Path) -> Place:
        """Line and column of the value at path, or of the nearest thing around it."""
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, (1, 1))

    def key(self, path: Path) -> Place:
        """Line and column of the key at path, or of the nearest value around it."""
        return self.keys.get(path) or self.place(path)


class Node(NamedTuple):
    """value: a scalar, a list of nodes, or a dict of key -> (place of the key, node)."""

    place: Place
    value: Any


class Lines:
    """The lines of a text as an editor counts them."""

    def __init__(self, text: str) -> None:
        self._text = text
        breaks = list(_BREAK.finditer(text))
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(text)]

    def place(self, offset: int) -> Place:
        """Line and column of the character at offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The line of this number, from 1; empty beyond the last."""
        if number > len(self._starts):
            return ""
        return self._text[self._starts[number - 1] : self._ends[number - 1]]


class Grower:
    """A tree that grows within its bounds."""

    def __init__(self, text: str) -> None:
        self.place = Lines(text).place
        self.problems: list[tuple[Place, str]] = []
        self._nodes = 0

    def count(self, place: Place, depth: int) -> None:
        """Another node, so deep; TreeError beyond the bounds."""
        self._nodes += 1
        if self._nodes > NODES_MOST:
            text = f"more than {NODES_MOST} values (aliases count each time); write fewer"
            raise TreeError(place, text)
        if depth > DEPTH_MOST:
            text = f"nested more than {DEPTH_MOST} deep; a routine needs 5: take brackets away"
            raise TreeError(place, text)

    def again(self, key: str, place: Place, first: Place) -> None:
        """A key that is there already: a problem that names the first one."""
        text = f"'{key}' again; the first is on line {first[0]}; keep one"
        self.problems.append((place, text))

    def tree(self, root: Node) -> Tree:
        """The data of the nodes; what an alias stands for counts again."""
        tree = Tree(None, {}, {}, self.problems)
        self._nodes = 0
        return tree._replace(data=self._plain(root, (), tree))

    def _plain(self, node: Node, path: Path, tree: Tree) -> Any:
        self.count(node.place, len(path))
        tree.values[path] = node.place
        if isinstance(node.value, list):
            return [self._plain(item, (*path, i), tree) for i, item in enumerate(node.value)]
        if isinstance(node.value, dict):
            for key, (place, _) in node.value.items():
                tree.keys[(*path, key)] = place
            return {k: self._plain(n, (*path, k), tree) for k, (_, n) in node.value.items()}
        return node.value


def whole(text: str) -> str:
    """An escaped pair of surrogates is one character, a lone one is none."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
