"""What everything is called in the image. The strap keeps each name once, for good.

So a name costs least where the strap has it already: what stands at the top of a module is called
as some attribute is, arguments and private names take turns with a few short words. No new name
stands in a source where it could be taken for another.
"""

import ast
import builtins
import itertools
import keyword
import string
from collections.abc import Iterator

from backstrap.image.program import Meaning, Module, Program

_ARGUMENTS = 12  # short words set apart for arguments; there is no function with more


def is_private(name: str) -> bool:
    """`_x`, but neither `_` nor `__init__`."""
    return name.startswith("_") and not name.startswith("__") and name != "_"


class Names:
    """Gives every name its new one.

    The words: first those for arguments, then those for the private tops of late modules. The
    tops of the root go by attributes, then by the words that are left. Private members begin
    with the first word again: an attribute is never taken for any of these.
    """

    def __init__(self, program: Program) -> None:
        linked, late = program.linked(), program.late_files()
        trees = [module.tree for module in program.modules.values()]
        attributes = dict.fromkeys(word for module in linked for word in _attributes(module.tree))
        plain = {word for tree in trees for word in _plain(tree)}
        asked = {word for tree in trees for word in _attributes(tree)}
        used = asked | plain
        self.private = {word for word in used if is_private(word)}
        self._keywords = {word for tree in trees for word in _keywords(tree)}
        self._words = [word for word in _short() if word not in used]
        self._top: dict[Meaning, str] = {}
        self._kept: set[Meaning] = set()
        most = 0
        for members in late:
            own = [top for module in members for top in _own(module)]
            # A number that nothing asks a loaded module for stands where it is used.
            own = [top for top in own if program.constant(top) is None or top.name in asked]
            self._keep({top: top.name for top in own if not is_private(top.name)})
            private = [top for top in own if is_private(top.name)]
            self._top.update(zip(private, self._words[_ARGUMENTS:], strict=False))
            most = max(most, len(private))
        self._keep(program.exports())
        borrowed = [word for word in attributes if word not in plain | self.private]
        free = iter(borrowed + self._words[_ARGUMENTS + most :])
        for module in linked:
            for top in _own(module):
                if top not in self._top and program.constant(top) is None:
                    self._top[top] = next(free)

    def top(self, meaning: Meaning) -> str:
        """The name of what stands at the top of a module; empty where it has become a number."""
        return self._top.get(meaning, "")

    def is_kept(self, meaning: Meaning) -> bool:
        """Is it asked for by name, by main.py or by who loads a late module?"""
        return meaning in self._kept

    def argument(self, arg: ast.arg, has_default: bool, place: int) -> str:
        """The name of an argument; one that a call may name keeps its own."""
        if has_default or arg.arg in {"self", *self._keywords} or place >= _ARGUMENTS:
            return arg.arg
        return self._words[place]

    def members(self, node: ast.ClassDef) -> dict[str, str]:
        """The private names of a class, each with its new one."""
        private = dict.fromkeys(word for word in _members(node) if is_private(word))
        return dict(zip(private, self._words, strict=False))

    def _keep(self, names: dict[Meaning, str]) -> None:
        self._top.update(names)
        self._kept.update(names)


def _own(module: Module) -> list[Meaning]:
    return [m for m in module.meanings.values() if m.kind == "own" and m.module == module.name]


def _short() -> Iterator[str]:
    for length in (1, 2):
        for letters in itertools.product(string.ascii_letters, repeat=length):
            word = "".join(letters)
            if not keyword.iskeyword(word):
                yield word


def _attributes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ClassDef):
            yield from _members(node)


def _plain(tree: ast.AST) -> Iterator[str]:
    """Every name that stands by itself, and those of Python."""
    yield from dir(builtins)
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    methods = {id(part) for node in classes for part in node.body}
    for node in ast.walk(tree):
        if id(node) not in methods:
            for field in ("id", "arg", "name", "asname"):
                word = getattr(node, field, None)
                if isinstance(word, str):
                    yield word


def _keywords(tree: ast.AST) -> Iterator[str]:
    """Every name that a call gives an argument."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def _members(node: ast.ClassDef) -> Iterator[str]:
    """The names of a class's functions and values, and of the attributes of its `self`."""
    for part in node.body:
        if isinstance(part, ast.FunctionDef):
            yield part.name
        elif isinstance(part, ast.Assign):
            yield from (target.id for target in part.targets if isinstance(target, ast.Name))
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and ast.unparse(inner.value) == "self":
            yield inner.attr
