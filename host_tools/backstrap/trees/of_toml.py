"""TOML 1.0 text -> tree.

tomllib does not say where a value stands, and stops at a double key without naming the first. So
keys, tables and brackets are read here, and each plain value by tomllib.
"""

import re
import tomllib
from typing import Any, NamedTuple, NoReturn

from backstrap.trees.tree import BARE_MOST, Grower, Node, Path, Place, Tree, TreeError, whole

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")
_SPACE = re.compile(r"[ \t]*")
_BREAKS = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_LINE_END = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = {
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    "'": re.compile(r"'[^'\n]*'"),
    '"""': re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}"),
}
_ESCAPED = re.compile(r'(?:[^\\]|\\(?:["\\bfnrt]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[ \t]*\r?\n))*')
_BARE = re.compile(r"[^\s,\]}#=]+(?:(?<=[0-9]{4}-[0-9]{2}-[0-9]{2}) [0-9]{2}:[^\s,\]}#]+)?")
_NEXT_KEY = re.compile(r"[A-Za-z0-9_.-]+[ \t]*=")
_ENDS = {"[": "]", "{": "}"}


def read(text: str) -> Tree:
    """The tree of a text; TreeError when it is none."""
    reader = _Reader(text)
    if found := _CONTROL.search(text):
        place = reader.grower.place(found.start())
        raise TreeError(place, "a character that text files do not contain; take it away")
    return reader.grower.tree(reader.root())


class _Table(NamedTuple):
    """A table that keys go into, with its path."""

    path: Path
    value: dict[str, tuple[Place, Node]]


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.grower = Grower(text)
        self._closed: set[Path] = set()  # a header names it, or it is whole: nothing is added
        self._whole: set[Path] = set()  # written as { } or [ ]: not by a dotted key either

    def root(self) -> Node:
        """Read to the end."""
        self._skip(_BREAKS)
        root = Node(self._here(), {})
        table = top = _Table((), root.value)
        while self._skip(_BREAKS):
            if self._text.startswith("[", self._at):
                table = self._header(top)
            else:
                self._pair(table)
            end = _LINE_END.match(self._text, self._at)
            if not end:
                self._skip(_SPACE)
                self._lost(
                    "more on the line; put a text in quotes, and the next key on a new line"
                )
            self._at = end.end()
        return root

    def _header(self, top: _Table) -> _Table:
        """The table that a line in brackets opens."""
        place = self._here()
        of_list = self._text.startswith("[[", self._at)
        self._at += 1 + of_list
        *way, (name, at) = self._key("[table] or [[list of tables]]")
        end = "]]" if of_list else "]"
        if not self._text.startswith(end, self._at):
            self._lost(f"no end of the table's name; close it with '{end}'")
        self._at += len(end)
        table = self._down(top, way)
        path = (*table.path, name)
        self.grower.count(place, len(path))
        known = name in table.value
        first, node = table.value.setdefault(name, (at, Node(place, [] if of_list else {})))
        free = path not in self._closed and isinstance(node.value, list if of_list else dict)
        if not free:
            self.grower.again(name, at, first)
            return _Table(path, {})  # what follows goes nowhere
        if of_list:
            node.value.append(Node(place, {}))
            return _Table((*path, len(node.value) - 1), node.value[-1].value)
        self._closed.add(path)
        if known:  # by a header of what is in it
            table.value[name] = first, node._replace(place=place)
        return _Table(path, node.value)

    def _pair(self, table: _Table) -> None:
        *way, (name, place) = self._key("key = value")
        if not self._text.startswith("=", self._at):
            self._lost(f"no '=' after '{name}'; write {name} = and its value")
        self._at += 1
        self._skip(_SPACE)
        inner = self._down(table, way)
        path = (*inner.path, name)
        depth = len(table.path)
        self._closed.update(inner.path[: depth + i + 1] for i in range(len(way)))
        node = self._value(path)
        if name in inner.value:
            self.grower.again(name, place, inner.value[name][0])
        else:
            self._closed.add(path)
            inner.value[name] = place, node

    def _down(self, table: _Table, way: list[tuple[str, Place]]) -> _Table:
        """The table that a dotted key leads to, made where it is not there; in a list of tables
        that is the last one."""
        for name, at in way:
            path = (*table.path, name)
            self.grower.count(at, len(path))
            first, node = table.value.setdefault(name, (at, Node(at, {})))
            if isinstance(node.value, list) and node.value and path not in self._whole:
                path = (*path, len(node.value) - 1)
                node = node.value[-1]
            if not isinstance(node.value, dict) or path in self._whole:
                self.grower.again(name, at, first)
                return _Table(path, {})
            table = _Table(path, node.value)
        return table

    def _key(self, form: str) -> list[tuple[str, Place]]:
        """The parts of a dotted key, and where each stands; form: what a key is needed for."""
        parts: list[tuple[str, Place]] = []
        while True:
            first = self._skip(_SPACE)
            place = self._here()
            self.grower.count(place, len(parts))
            if first in _STRINGS:
                parts.append((self._string(first), place))
            elif found := _BARE_KEY.match(self._text, self._at):
                self._at = found.end()
                parts.append((found[0], place))
            else:
                self._lost(f"no key; write {form}")
            if self._skip(_SPACE) != ".":
                return parts
            self._at += 1

    def _value(self, path: Path) -> Node:
        place = self._here()
        self.grower.count(place, len(path))
        first = self._text[self._at : self._at + 1]
        if first in _ENDS:
            self._whole.add(path)
            return Node(place, self._items(path) if first == "[" else self._members(path))
        if first in _STRINGS:
            quotes = first * 3
            many = self._text.startswith(quotes, self._at)
            return Node(place, self._string(quotes if many else first))
        return Node(place, self._bare())

    def _items(self, path: Path) -> list[Node]:
        items: list[Node] = []
        opened = self._at
        while self._more(opened, bool(items), _BREAKS):
            if _NEXT_KEY.match(self._text, self._at):
                self._unclosed(opened)
            items.append(self._value((*path, len(items))))
        return items

    def _members(self, path: Path) -> dict[str, tuple[Place, Node]]:
        table, opened, began = _Table(path, {}), self._at, False
        while self._more(opened, began, _SPACE):
            self._pair(table)
            began = True
        return table.value

    def _more(self, opened: int, began: bool, space: re.Pattern[str]) -> bool:
        """Whether another one comes in what was opened; a ',' or the end is taken."""
        end = _ENDS[self._text[opened]]
        after = self._at if began else opened + 1
        self._at = after
        first = self._skip(space)
        if began and first == ",":
            comma = self._at
            self._at += 1
            first = self._skip(space)
            if first == end == "}":
                self._lost("a ',' before '}'; take it away", comma)
        elif began and first not in ("", "\r", "\n", "#", end):
            self._lost(f"neither ',' nor '{end}'; put one of them here", after)
        if first in ("", "\r", "\n", "#"):  # a list goes on after these
            self._unclosed(opened)
        self._at += first == end
        return first != end

    def _string(self, quotes: str) -> str:
        found = _STRINGS[quotes].match(self._text, self._at)
        if not found:
            where = "" if len(quotes) == 3 else " on its line"
            self._lost(f"a text without an end{where}; close it with {quotes}")
        good = _ESCAPED.match(found[0]) if quotes[0] == '"' else None
        if good and good.end() < len(found[0]):
            escape = found[0][good.end() : good.end() + 2]
            text = f"unknown escape {escape}; write \\\\ for a backslash"
            self._lost(text, self._at + good.end())
        text = self._plain(found[0])
        self._at = found.end()
        return whole(str(text))

    def _bare(self) -> Any:
        found = _BARE.match(self._text, self._at)
        if not found:
            self._lost('no value; put text in quotes, as in id = "evening"')
        if len(found[0]) > BARE_MOST:
            text = f"a value of {len(found[0])} characters; allowed without quotes: {BARE_MOST}"
            self._lost(text)
        value = self._plain(found[0])
        self._at = found.end()
        return value

    def _plain(self, written: str) -> Any:
        """The value of one written value; a date stays the text it is, as in YAML."""
        try:
            value = tomllib.loads(f"x = {written}")["x"]
        except ValueError:
            self._lost(f'{written} is no value; put text in quotes, as in id = "evening"')
        return value if isinstance(value, bool | int | float | str) else written

    def _skip(self, form: re.Pattern[str]) -> str:
        """The next character after what form takes; empty at the end."""
        found = form.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._text[self._at : self._at + 1]

    def _here(self) -> Place:
        return self.grower.place(self._at)

    def _unclosed(self, opened: int) -> NoReturn:
        first = self._text[opened]
        where = " on its line" if first == "{" else ""
        self._lost(f"'{first}' is not closed{where}; close it with '{_ENDS[first]}'", opened)

    def _lost(self, text: str, at: int | None = None) -> NoReturn:
        """Nothing after this is looked at."""
        place = self._here() if at is None else self.grower.place(at)
        raise TreeError(place, f"not readable as TOML: {text}")
