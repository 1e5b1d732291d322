"""TOML 1.0 text -> tree.

tomllib says whether a text is TOML, but not where its values stand. So the reader here goes
through it first: laxer in what it takes, strict in size and depth, and it goes on after a double
key. Single values it leaves to tomllib.
"""

import re
import tomllib
from typing import Any, NamedTuple, NoReturn

from backstrap.trees.tree import BARE_MOST, Grower, Node, Path, Place, Tree, TreeError, whole

_SPACE = re.compile(r"[ \t]*")
_BREAKS = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_LINE_END = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = {
    '"""': re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}', re.DOTALL),
    "'''": re.compile(r"'''(?:[^']|'{1,2}(?!'))*'{3,5}"),
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    "'": re.compile(r"'[^'\n]*'"),
}
_BARE = re.compile(r"[^\s,\]}#=]+(?:(?<=[0-9]{4}-[0-9]{2}-[0-9]{2}) [0-9]{2}:[^\s,\]}#]+)?")
_CONFLICT = re.compile("Cannot|Duplicate")  # what tomllib says of a key that is there already
_PLACE = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")

# What tomllib says, and what an author does about it; the first line that fits counts.
_FIXES = (
    ("Invalid value", "put text in quotes"),
    ("Expected '='", "write key = value"),
    ("Invalid statement", "write key = value, [table] or [[list of tables]]"),
    ("Expected newline", "put a text in quotes, and the next key on a line of its own"),
    ("table declaration", "close it with ']'"),
    ("array declaration", "close it with ']]'"),
    ("Unclosed array", "close it with ']', and put a ',' between two values"),
    ("Unclosed inline", "close it with '}' on the same line, and put a ',' between two values"),
    ("Unterminated", "close the text with its quotes"),
    ("Illegal", "close the text on its line, or take the character away"),
    ("invalid character", "close the bracket or the quotes"),
    ("Unescaped", "write \\\\ for a backslash"),
    ("", "take it away, or write it as another value"),
)

_Key = tuple[str, Place]


class _LostError(Exception):
    """The reader cannot go on: the text is no TOML. The offset is where it lost its way, or where
    that was opened which has no end."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


class _Table(NamedTuple):
    """A table that keys go into, with its path."""

    path: Path
    value: dict[str, tuple[Place, Node]]


def read(text: str) -> Tree:
    """The tree of a text; TreeError when it is none."""
    reader = _Reader(text)
    lost: int | None = None
    try:
        reader.statements()
    except _LostError as e:
        lost = e.offset
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        if lost is not None or not reader.grower.problems or not _CONFLICT.match(str(e)):
            raise _syntax_error(str(e), reader.grower, lost) from None
    else:
        if lost is not None:
            raise TreeError(reader.grower.place(lost), "not readable here; write it more plainly")
    return reader.grower.tree(reader.root)


def _syntax_error(said: str, grower: Grower, lost: int | None) -> TreeError:
    found = _PLACE.search(said)
    place = grower.place(lost or 0)
    if found:
        said = said[: found.start()]
        of_opening = lost is not None and said.startswith(("Illegal", "Unterminated"))
        if found[1] and not of_opening:
            place = int(found[1]), int(found[2])
    fix = next(fix for word, fix in _FIXES if word in said)
    return TreeError(place, f"not readable as TOML: {said}; {fix}")


def _plain(word: str) -> Any:
    """The value of one written value; a date stays the text it is, as in YAML."""
    try:
        value = tomllib.loads(f"x = {word}")["x"]
    except ValueError:  # tomllib says why when it reads the whole
        return word
    return value if isinstance(value, bool | int | float | str) else word


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self.grower = Grower(text)
        self.root = Node((1, 1), {})
        self._closed: set[Path] = set()  # a header names it, or it is whole: nothing is added
        self._whole: set[Path] = set()  # written as { } or [ ]: not by a dotted key either

    def statements(self) -> None:
        """Read to the end; _LostError where that cannot be."""
        table = _Table((), self.root.value)
        while self._skip(_BREAKS):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
            end = _LINE_END.match(self._text, self._at)
            if not end:
                self._lost()
            self._at = end.end()

    def _header(self) -> _Table:
        """The table that a line in brackets opens."""
        place = self.grower.place(self._at)
        of_list = self._text.startswith("[[", self._at)
        self._at += 1 + of_list
        *way, last = self._key()
        self._take("]]" if of_list else "]")
        table = self._down(_Table((), self.root.value), way)
        name, at = last
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
        *way, (name, place) = self._key()
        self._take("=")
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

    def _down(self, table: _Table, way: list[_Key]) -> _Table:
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

    def _key(self) -> list[_Key]:
        """The parts of a dotted key."""
        parts: list[_Key] = []
        while True:
            self._skip(_SPACE)
            place = self.grower.place(self._at)
            self.grower.count(place, len(parts))
            first = self._text[self._at : self._at + 1]
            if first and first in "\"'":
                parts.append((self._string(), place))
            else:
                parts.append((self._token(_BARE_KEY), place))
            if self._skip(_SPACE) != ".":
                return parts
            self._at += 1

    def _value(self, path: Path) -> Node:
        first = self._skip(_SPACE)
        place = self.grower.place(self._at)
        self.grower.count(place, len(path))
        if first == "[":
            self._whole.add(path)
            return Node(place, self._items(path))
        if first == "{":
            self._whole.add(path)
            return Node(place, self._members(path))
        if first and first in "\"'":
            return Node(place, self._string())
        return Node(place, self._bare(place))

    def _items(self, path: Path) -> list[Node]:
        items: list[Node] = []
        opened = self._at
        self._at += 1
        while self._more("]", opened):
            items.append(self._value((*path, len(items))))
            self._between("]")
        return items

    def _members(self, path: Path) -> dict[str, tuple[Place, Node]]:
        table, opened = _Table(path, {}), self._at
        self._at += 1
        while self._more("}", opened):
            self._pair(table)
            self._between("}")
        return table.value

    def _more(self, end: str, opened: int) -> bool:
        first = self._skip(_BREAKS)
        if not first:
            raise _LostError(opened)
        if first == end:
            self._at += 1
        return first != end

    def _between(self, end: str) -> None:
        first = self._skip(_BREAKS)
        if first == ",":
            self._at += 1
        elif first and first != end:
            self._lost()

    def _string(self) -> str:
        quotes = self._text[self._at : self._at + 3]
        found = _STRINGS.get(quotes, _STRINGS[quotes[0]]).match(self._text, self._at)
        if not found:
            self._lost()
        self._at = found.end()
        return whole(str(_plain(found[0])))

    def _bare(self, place: Place) -> Any:
        word = self._token(_BARE)
        if len(word) > BARE_MOST:
            text = f"a value of {len(word)} characters without quotes; put text in quotes"
            raise TreeError(place, text)
        return _plain(word)

    def _token(self, form: re.Pattern[str]) -> str:
        found = form.match(self._text, self._at)
        if not found:
            self._lost()
        self._at = found.end()
        return found[0]

    def _take(self, text: str) -> None:
        self._skip(_SPACE)
        if not self._text.startswith(text, self._at):
            self._lost()
        self._at += len(text)

    def _skip(self, form: re.Pattern[str]) -> str:
        """The next character after what form takes; empty at the end."""
        found = form.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._text[self._at : self._at + 1]

    def _lost(self) -> NoReturn:
        raise _LostError(self._at)
