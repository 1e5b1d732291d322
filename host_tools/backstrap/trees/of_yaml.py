"""YAML 1.2 text -> tree.

Built from the parser's events, so that size, depth and aliases are bounded before anything grows,
a duplicate key is found, and no tag can make an object.
"""

import re
from typing import Any

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

from backstrap.trees.tree import Grower, Node, Place, Tree, TreeError, whole

_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")

# What the parser says, and what an author does about it; the first line that fits counts.
_SAID = (
    ("'\\t'", "a tab; indent with spaces"),
    ("mapping values", "a ':' inside a value; put a text that has a ':' in it in quotes"),
    ("could not find expected ':'", "no ':' after a key; write key: value"),
    ("<scalar>", "more after the end of a value; put all of the text in quotes"),
    ("found ']'", "a ']' that closes nothing; take it away"),
    ("found '}'", "a '}' that closes nothing; take it away"),
    ("<block end>", "not in line with what is above; indent it as far as what it belongs to"),
    (
        "expected ',' or",
        "neither ',' nor the end of the brackets; put one here, or quotes around text",
    ),
    ("escape", "an unknown escape; write \\\\ for a backslash"),
    ("stream", "no end of what begins here; close the quote or the bracket"),
)
_OTHER = "put a text that begins with one of []{}&*!|>%@`#-?: in quotes"


def read(text: str) -> Tree:
    """The tree of a text, with None for an empty one; TreeError when it is no tree."""
    return _Builder(text).tree()


class _Builder:
    def __init__(self, text: str) -> None:
        self._grower = Grower(text)
        self._events = YAML(typ="safe", pure=True).parse(text)
        self._anchors: dict[str, Node | None] = {}

    def tree(self) -> Tree:
        root: Node | None = None
        try:
            for event in self._events:
                if isinstance(event, DocumentStartEvent) and root is not None:
                    text = "a second document; one routine per file: take '---' away"
                    raise TreeError(self._place(event), text)
                if isinstance(event, NodeEvent):
                    root = self._node(event, 0)
        except MarkedYAMLError as e:
            raise self._syntax_error(e) from None
        except ReaderError as e:
            text = "a character that text files do not contain; take it away"
            raise TreeError(self._grower.place(e.position), text) from None
        return self._grower.tree(root or Node((1, 1), None))

    def _node(self, event: NodeEvent, depth: int) -> Node:
        """The node that begins with event; takes its events, nested ones included."""
        place = self._place(event)
        self._grower.count(place, depth)
        if isinstance(event, AliasEvent):
            node = self._anchors.get(event.anchor)
            if node is None:
                name = event.anchor
                text = f"*{name} has no complete &{name} above it; write the value itself"
                raise TreeError(place, text)
            return node
        if tag := getattr(event, "tag", None):
            written = str(tag).replace("tag:yaml.org,2002:", "!!")
            text = f"tag {written} is not allowed; use plain values"
            self._grower.problems.append((place, text))
        if event.anchor:
            self._anchors[event.anchor] = None  # an alias inside itself finds this
        if isinstance(event, MappingStartEvent):
            node = Node(place, self._mapping(depth))
        elif isinstance(event, CollectionStartEvent):
            node = Node(place, self._items(depth))
        else:
            node = Node(place, _scalar(event))
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _items(self, depth: int) -> list[Node]:
        items = []
        while isinstance(event := next(self._events), NodeEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, tuple[Place, Node]]:
        found: dict[str, tuple[Place, Node]] = {}
        while isinstance(event := next(self._events), NodeEvent):
            place = self._place(event)
            key = whole(str(event.value)) if isinstance(event, ScalarEvent) else None
            self._node(event, depth + 1)
            node = self._node(next(self._events), depth + 1)
            if key is None:
                text = "no key; a key is one plain word"
                self._grower.problems.append((place, text))
            elif key in found:
                self._grower.again(key, place, found[key][0])
            else:
                found[key] = place, node
        return found

    def _place(self, event: Event) -> Place:
        return self._grower.place(event.start_mark.index)

    def _syntax_error(self, e: MarkedYAMLError) -> TreeError:
        said, mark, opened = str(e.problem), e.problem_mark, e.context_mark
        text = next((text for word, text in _SAID if word in said), f"{said}; {_OTHER}")
        if opened and said.endswith("got ':'") and mark.line > opened.line:
            text = "no end of the brackets that begin here; close them"
            mark = opened
        elif opened and ("stream" in said or "could not find" in said):
            mark = opened  # where it began tells more than where it could not go on
        place = self._grower.place(mark.index) if mark else (1, 1)
        return TreeError(place, f"not readable as YAML: {text}")


def _scalar(event: NodeEvent) -> Any:
    """The value of a scalar by the core schema of YAML 1.2: `yes` and `1:30` are text."""
    assert isinstance(event, ScalarEvent)  # aliases and collections were taken before
    text = whole(str(event.value))
    if not event.implicit[0]:
        return text
    if _NULL.fullmatch(text):
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
