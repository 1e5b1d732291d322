"""Few modules out of many: everything resident in one, what is loaded late beside it.

On a 32-bit MicroPython a module costs some 320 bytes of heap by existing, an imported name an
entry in each module that imports it, and every name 17 bytes for good. The sources are short
modules for readers; the image is made for the heap.
"""

import ast
import builtins
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from backstrap.image.late import home
from backstrap.image.names import Names
from backstrap.image.program import ROOT, Meaning, Module, Program
from backstrap.image.reach import reach
from backstrap.image.rewrite import Rewriter

_IMPORTED = ("outside", "file")
_ONE_BYTE = 115  # names that surely get a number below 128


class Linked(NamedTuple):
    """A module of the image.

    path   its place in a slot, as a source
    text   what is compiled
    body   the statements behind its imports: (path of the source, the statement)
    """

    path: str
    text: str
    body: list[tuple[str, ast.stmt]]


def link(folder: Path) -> list[Linked]:
    """The modules of the image, the root first; UserError where the sources cannot be linked."""
    program = Program(folder)
    order = program.linked()
    names = Names(program)
    reached = reach(program)  # before anything is rewritten
    body: list[tuple[str, ast.stmt]] = []
    bound: dict[str, Meaning] = {}
    for module in order:
        for name, meaning in module.meanings.items():
            new = name if meaning.kind in _IMPORTED else names.top(meaning)
            if new and bound.setdefault(new, meaning) != meaning:
                module.refuse(module.places[name], f"another module has another {name}")
        body += [(module.path, node) for node in Rewriter(program, module, names, reached).body()]
    found = [_linked(ROOT + ".py", _import_lines(bound), body)]
    found += [_late(program, names, reached, members) for members in program.late_files()]
    return found


def _late(program: Program, names: Names, reached: set[Meaning], members: list[Module]) -> Linked:
    """The file of modules that are loaded late: it takes what it needs from the root."""
    body: list[tuple[str, ast.stmt]] = []
    used: set[str] = set()
    bound: dict[str, Meaning] = {}
    for module in members:
        rewriter = Rewriter(program, module, names, reached)
        body += [(module.path, node) for node in rewriter.body()]
        used |= rewriter.used
        for name, meaning in module.meanings.items():
            taken = meaning.kind in _IMPORTED and home(meaning.module) != members[-1].name
            taken = taken and program.constant(meaning) is None
            if taken and bound.setdefault(name, meaning) != meaning:
                module.refuse(module.places[name], f"another module has another {name}")
    tops = Counter(name for _, node in body for name in _tops(node))
    for module in members:
        for name, node in module.places.items():
            if tops[names.top(Meaning("own", module.name, name))] > 1:
                module.refuse(node, f"another module has another {name}")
    lines = _import_lines(bound)
    if used:
        lines.append(f"from {ROOT} import {', '.join(sorted(used))}")
    return _linked(members[-1].path, lines, body)


def _tops(node: ast.stmt) -> list[str]:
    """The names that a statement at the top binds."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [
        name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)
    ]


def left_out(folder: Path) -> list[str]:
    """Paths of the sources that nothing on the strap imports."""
    return [module.path for module in Program(folder).left_out() if module.body]


def mpy_path(path: str) -> str:
    """The path of a source's bytecode."""
    return path.removesuffix(".py") + ".mpy"


def _linked(path: str, imports: list[str], body: list[tuple[str, ast.stmt]]) -> Linked:
    nodes = [ast.fix_missing_locations(node) for _, node in body]
    tree = ast.Module(nodes, [])
    text = "\n".join([*_often_first(tree), *imports, ast.unparse(tree)]) + "\n"
    return Linked(path, text, body)


def _often_first(tree: ast.Module) -> list[str]:
    """A statement that does nothing but number the names: bytecode has one byte for each of the
    first 128 of a module, two for the others."""
    tops = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    used: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            used[node.attr] += 1
        elif isinstance(node, ast.FunctionDef):
            used.update([node.name, *(arg.arg for arg in node.args.args)])
        elif isinstance(node, ast.Name) and (node.id in tops or hasattr(builtins, node.id)):
            used[node.id] += 1
    if len(used) <= _ONE_BYTE:
        return []
    return ["if not __name__:", "    " + ".".join(name for name, _ in used.most_common(_ONE_BYTE))]


def _import_lines(bound: dict[str, Meaning]) -> list[str]:
    """The imports from MicroPython, and of the files beside."""
    lines = []
    for to, (kind, source, name) in bound.items():
        if kind not in _IMPORTED:
            continue
        source = home(source)
        package, _, last = source.rpartition(".")
        if name:
            line, last = f"from {source} import {name}", name
        else:
            line = f"from {package} import {last}" if package else f"import {last}"
        lines.append(line if to == last else f"{line} as {to}")
    return lines
