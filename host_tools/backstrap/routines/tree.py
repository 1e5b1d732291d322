"""YAML 1.2 text -> plain data that remembers the line and column of every key and value.

Built from the parser's events, so that size, depth and aliases are bounded before anything grows,
a duplicate key is found, and no tag can make an object.
"""

import re
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)
from ruamel.yaml.reader import ReaderError

BYTES_MOST = 256 * 1024
_DEPTH_MOST = 12  # a routine needs 5
_NODES_MOST = 20_000  # a full routine has about 2500

Path = tuple[str | int, ...]
Place = tuple[int, int]  # line, column, from 1

_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")


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


class _Node(NamedTuple):
    place: Place
    value: Any  # a scalar, a list of nodes, or a dict of key -> (place of the key, node)


def parse(raw: bytes) -> Tree:
    """The tree of a file's bytes; TreeError when there is none."""
    if len(raw) > BYTES_MOST:
        raise TreeError((1, 1), f"{len(raw)} bytes long; allowed: at most {BYTES_MOST}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        before = raw[: e.start]
        place = before.count(b"\n") + 1, e.start - (before.rfind(b"\n") + 1) + 1
        raise TreeError(place, "not UTF-8 text; save the file as UTF-8") from None
    return _Builder(text).tree()


class _Builder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._events = YAML(typ="safe", pure=True).parse(text)
        self._anchors: dict[str, _Node | None] = {}
        self._problems: list[tuple[Place, str]] = []
        self._nodes = 0

    def tree(self) -> Tree:
        root: _Node | None = None
        try:
            for event in self._events:
                if isinstance(event, DocumentStartEvent) and root is not None:
                    raise TreeError(_place(event), "a second document; one routine per file")
                if isinstance(event, NodeEvent):
                    root = self._node(event, 0)
        except MarkedYAMLError as e:
            raise _syntax_error(e) from None
        except ReaderError as e:
            line_start = self._text.rfind("\n", 0, e.position) + 1
            place = self._text.count("\n", 0, e.position) + 1, e.position - line_start + 1
            raise TreeError(place, "a character that text files do not contain") from None
        if root is None or root.value is None:
            raise TreeError((1, 1), "the file is empty; see the shipped upper-back.yaml")
        tree = Tree(None, {}, {}, self._problems)
        self._nodes = 0
        return tree._replace(data=self._plain(root, (), tree))

    def _node(self, event: NodeEvent, depth: int) -> _Node:
        """The node that begins with event; takes its events, nested ones included."""
        place = _place(event)
        self._count(place, depth)
        if isinstance(event, AliasEvent):
            node = self._anchors.get(event.anchor)
            if node is None:
                raise TreeError(place, f"*{event.anchor} has no complete &{event.anchor} above it")
            return node
        if tag := getattr(event, "tag", None):
            self._problems.append((place, f"tag {tag} is not allowed; use plain values"))
        if event.anchor:
            self._anchors[event.anchor] = None  # an alias inside itself finds this
        if isinstance(event, MappingStartEvent):
            node = _Node(place, self._mapping(depth))
        elif isinstance(event, CollectionStartEvent):
            node = _Node(place, self._items(depth))
        else:
            node = _Node(place, _scalar(event))
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _items(self, depth: int) -> list[_Node]:
        items = []
        while isinstance(event := next(self._events), NodeEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, tuple[Place, _Node]]:
        found: dict[str, tuple[Place, _Node]] = {}
        while isinstance(event := next(self._events), NodeEvent):
            place = _place(event)
            key = _text(event) if isinstance(event, ScalarEvent) else None
            self._node(event, depth + 1)
            node = self._node(next(self._events), depth + 1)
            if key is None:
                self._problems.append((place, "a key must be one plain word"))
            elif key in found:
                first = found[key][0]
                self._problems.append((place, f"'{key}' again; the first is on line {first[0]}"))
            else:
                found[key] = place, node
        return found

    def _plain(self, node: _Node, path: Path, tree: Tree) -> Any:
        """The node's data; an alias is copied out here, so this counts again."""
        self._count(node.place, len(path))
        tree.values[path] = node.place
        if isinstance(node.value, list):
            return [self._plain(item, (*path, i), tree) for i, item in enumerate(node.value)]
        if isinstance(node.value, dict):
            for key, (place, _) in node.value.items():
                tree.keys[(*path, key)] = place
            return {k: self._plain(n, (*path, k), tree) for k, (_, n) in node.value.items()}
        return node.value

    def _count(self, place: Place, depth: int) -> None:
        self._nodes += 1
        if self._nodes > _NODES_MOST:
            raise TreeError(place, f"more than {_NODES_MOST} values (aliases count each time)")
        if depth > _DEPTH_MOST:
            raise TreeError(place, f"nested more than {_DEPTH_MOST} deep")


def _syntax_error(e: MarkedYAMLError) -> TreeError:
    said = str(e.problem)
    mark = e.problem_mark or e.context_mark
    if "stream end" in said or "end of stream" in said:
        mark = e.context_mark or mark  # where it was opened tells more than the end of the file
    place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "'\\t'" in said:
        return TreeError(place, "a tab; indent with spaces")
    context = f" {e.context}" if e.context else ""
    return TreeError(place, f"not readable as YAML: {said}{context}")


def _place(event: Event) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _text(event: ScalarEvent) -> str:
    """Its text; an escaped pair of surrogates, as JSON has them, is one character."""
    text = str(event.value)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _scalar(event: NodeEvent) -> Any:
    """The value of a scalar by the core schema of YAML 1.2: `yes` and `1:30` are text."""
    assert isinstance(event, ScalarEvent)  # aliases and collections were taken before
    text = _text(event)
    if not event.implicit[0]:
        return text
    if _NULL.fullmatch(text):
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
