"""JSON text (RFC 8259) -> tree.

YAML would read nearly all of it, but not tabs between values, nor a line break before a colon;
and it would take for JSON what no other reader takes.
"""

import json
import re
from typing import Any, NoReturn

from backstrap.trees.tree import BARE_MOST, Grower, Node, Place, Tree, TreeError, whole

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*"')
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[^\s,:\[\]{}\"]+")
_NAMES = {"true": True, "false": False, "null": None}


def read(text: str) -> Tree:
    """The tree of a text, with None for an empty one; TreeError when it is no tree."""
    reader = _Reader(text)
    if not reader.next():
        return reader.grower.tree(Node((1, 1), None))
    root = reader.value(0)
    if reader.next():
        reader.lost("something after the end; take it away")
    return reader.grower.tree(root)


class _Reader:
    """at: offset of what comes next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.at = 0
        self.grower = Grower(text)

    def next(self) -> str:
        """The next character that is no space; empty at the end."""
        found = _SPACE.match(self._text, self.at)
        self.at = found.end() if found else self.at
        first = self._text[self.at : self.at + 1]
        if first and first in "/#":
            self.lost("a comment; JSON has none: take it away, or call the file .yaml")
        return first

    def lost(self, text: str, at: int | None = None) -> NoReturn:
        """Nothing after this is looked at."""
        place = self.grower.place(self.at if at is None else at)
        raise TreeError(place, f"not readable as JSON: {text}")

    def value(self, depth: int) -> Node:
        place = self.grower.place(self.at)
        self.grower.count(place, depth)
        first = self._text[self.at : self.at + 1]
        if first == "{":
            return Node(place, self._members(depth))
        if first == "[":
            return Node(place, self._items(depth))
        return Node(place, self._string() if first == '"' else self._bare())

    def _items(self, depth: int) -> list[Node]:
        items: list[Node] = []
        opened = self._open()
        while self._more(opened, "]", bool(items)):
            items.append(self.value(depth + 1))
        return items

    def _members(self, depth: int) -> dict[str, tuple[Place, Node]]:
        found: dict[str, tuple[Place, Node]] = {}
        opened = self._open()
        began = False
        while self._more(opened, "}", began):
            began = True
            place = self.grower.place(self.at)
            if self._text[self.at] != '"':
                self.lost('no key; a key stands in double quotes, as in "id": "evening"')
            key = self._string()
            if self.next() != ":":
                self.lost(f"no ':' after '{key}'; write \"{key}\": and its value")
            self.at += 1
            self.next()
            node = self.value(depth + 1)
            if key in found:
                self.grower.again(key, place, found[key][0])
            else:
                found[key] = place, node
        return found

    def _open(self) -> int:
        self.at += 1
        return self.at - 1

    def _more(self, opened: int, end: str, began: bool) -> bool:
        """Whether another one comes, up to which the reader goes; the end is taken."""
        after = self.at
        first = self.next()
        if not first:
            self.lost(f"'{self._text[opened]}' is not closed; close it with '{end}'", opened)
        if first == end:
            self.at += 1
            return False
        if not began:
            return True
        if first != ",":
            self.lost(f"neither ',' nor '{end}'; put one of them here", after)
        comma = self._open()
        if self.next() == end:
            self.lost(f"a ',' before '{end}'; take it away", comma)
        if not self.next():
            self.lost(f"'{self._text[opened]}' is not closed; close it with '{end}'", opened)
        return True

    def _string(self) -> str:
        found = _STRING.match(self._text, self.at)
        if not found:
            self.lost("a text without an end on its line; close it with '\"'")
        for escape in re.finditer(r"\\.", found[0]):
            if not _ESCAPE.match(found[0], escape.start()):
                text = f"unknown escape {escape[0]}; write \\\\ for a backslash"
                self.lost(text, self.at + escape.start())
        self.at = found.end()
        return whole(json.loads(found[0]))

    def _bare(self) -> Any:
        found = _WORD.match(self._text, self.at)
        word = found[0] if found else ""
        if word not in _NAMES and not _NUMBER.fullmatch(word):
            said = f"{word} is no value" if word else "no value"
            self.lost(f'{said}; put text in double quotes, as in "id": "evening"')
        if len(word) > BARE_MOST:
            self.lost(f"a number of {len(word)} characters; allowed: {BARE_MOST}")
        self.at += len(word)
        return _NAMES[word] if word in _NAMES else json.loads(word)
