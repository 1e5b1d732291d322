"""What the code of the image can reach. Data that it cannot is for people: tables that the host
shows, with the sources of their figures. The strap does without."""

import ast
from collections.abc import Iterator

from backstrap.image.program import Meaning, Module, Program

DATA = ast.Constant | ast.Tuple | ast.Dict


def reach(program: Program) -> set[Meaning]:
    """The names at the tops of modules that functions, classes, late modules and values computed
    at import use, directly or through data that they use."""
    uses: dict[Meaning, set[Meaning]] = {}
    reached: set[Meaning] = set()
    for module in program.linked() + program.late():
        for node in module.body:
            found = set(_named(program, module, node))
            own = _data(module, node)
            if own:
                uses[own] = found
            if not own or module.late:  # who has loaded a late module may ask for its data
                reached |= found | ({own} if own else set())
        for name, meaning in module.meanings.items():
            if meaning.kind == "own" and meaning.module != module.name and module.late:
                reached.add(program.resolve(module, name, module.places[name]))
    left = list(reached)
    while left:
        new = uses.get(left.pop(), set()) - reached
        reached |= new
        left += new
    return reached


def _data(module: Module, node: ast.stmt) -> Meaning | None:
    """The name that plain data is given by this statement, if it is one."""
    if isinstance(node, ast.Assign) and isinstance(node.value, DATA):
        target = node.targets[0]
        if isinstance(target, ast.Name):
            return module.meanings[target.id]
    return None


def _named(program: Program, module: Module, node: ast.stmt) -> Iterator[Meaning]:
    for part in ast.walk(node):
        meaning = None
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
            if part.id in module.meanings:
                meaning = program.resolve(module, part.id, part)
        elif isinstance(part, ast.Attribute):
            meaning = program.through(module, part)
        if meaning:
            yield meaning
