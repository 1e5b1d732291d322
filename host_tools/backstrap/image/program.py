"""The firmware's modules, and what each name at the top of one means.

Linking moves names between modules, so everything must be known before: what this file does not
understand is refused, with its line.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, NoReturn

from backstrap.errors import UserError
from backstrap.image import arithmetic
from backstrap.image.late import HOMES, JOINED, home, is_late

ROOT = "strap"  # all that is resident is linked into this module
_NOT_LINKED = ("main", "strapcore.compat")
_CONST = (("micropython", "const"), ("strapcore.compat", "const"))


class Meaning(NamedTuple):
    """What a name stands for: kind, and the module and the name it has there.

    own      a top-level name of ours
    module   a module of ours that is linked into another, so that only its names are left
    file     a module of ours that is a file on the strap, or a package with such files
    outside  a module of MicroPython, or a name in one
    const    the function of that name
    """

    kind: str
    module: str
    name: str


class Module:
    """One source. path: within firmware/; body: its statements without imports and docstring."""

    def __init__(self, folder: Path, path: str) -> None:
        self.path = path
        self.name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.late = is_late(self.name)
        self.tree = ast.parse((folder / path).read_text(encoding="utf-8"))
        self.body: list[ast.stmt] = []
        self.values: dict[str, ast.expr] = {}  # of the names bound by an assignment
        self.meanings: dict[str, Meaning] = {}
        self.places: dict[str, ast.AST] = {}  # where each gets its meaning
        self.needs: list[str] = []  # modules of ours that must come before, in order

    def refuse(self, node: ast.AST, text: str) -> NoReturn:
        """The image would not do what the source says."""
        line = getattr(node, "lineno", 1)
        raise UserError(f"firmware/{self.path}:{line}: the linker cannot take this: {text}")

    def bind(self, node: ast.AST, name: str, meaning: Meaning) -> None:
        """A top-level name; one place gives it its only value."""
        if name.startswith("__"):
            self.refuse(node, f"{name} means something to Python")
        if name in self.meanings:
            self.refuse(node, f"{name} is bound a second time")
        self.meanings[name] = meaning
        self.places[name] = node


class Program:
    """All modules of the folder but main.py, which stays source, and compat.py, which is const."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
        found = [Module(folder, path) for path in paths]
        self.modules = {one.name: one for one in found if one.name not in _NOT_LINKED}
        self._names = {one.name for one in found}
        self._constants: dict[Meaning, int | None] = {}
        for module in self.modules.values():
            for statement in module.tree.body:
                self._read(module, statement)

    def linked(self) -> list[Module]:
        """The root and the modules that go into it, each behind those it needs."""
        order: list[Module] = []
        self._visit(self.modules[ROOT], order, [])
        for module in self.modules.values():
            if module.late:
                for name in module.needs:
                    self._visit(self.modules[name], order, [])
        for module in order:
            for name, meaning in module.meanings.items():
                self.resolve(module, name, module.places[name])
                late = meaning.kind == "file" and is_late(meaning.module)
                if late and self.constant(meaning) is None:
                    text = f"{meaning.module} is loaded late: import it in the function using it"
                    module.refuse(module.places[name], text)
        return order

    def late(self) -> list[Module]:
        """The modules that do not go into the root."""
        return [module for module in self.modules.values() if module.late]

    def late_files(self) -> list[list[Module]]:
        """The modules of each late file, each behind those it needs; its own comes last."""
        files = []
        for module in self.late():
            for name, meaning in module.meanings.items():
                if meaning.kind == "file" and not meaning.name and meaning.module in HOMES:
                    module.refuse(module.places[name], f"{meaning.module} has no file of its own")
            if module.name not in HOMES:
                members: list[Module] = []
                for name in (*JOINED.get(module.name, ()), module.name):
                    self._gather(self.modules[name], module.name, members)
                files.append(members)
        return files

    def _gather(self, module: Module, file: str, members: list[Module]) -> None:
        """The module behind those that it imports and that are in the same file."""
        if module not in members:
            for meaning in module.meanings.values():
                if meaning.kind == "file" and home(meaning.module) == file != meaning.module:
                    self._gather(self.modules[meaning.module], file, members)
            members.append(module)

    def left_out(self) -> list[Module]:
        """The modules that nothing on the strap imports."""
        taken = self.linked() + self.late()
        return [module for module in self.modules.values() if module not in taken]

    def exports(self) -> dict[Meaning, str]:
        """What keeps its name: main.py asks the root for what that imports, and the type of an
        exception is printed in a traceback."""
        root = self.modules[ROOT]
        found = {self.resolve(root, name, root.tree): name for name in root.meanings}
        for module in self.modules.values():
            for node in module.body:
                if isinstance(node, ast.ClassDef) and node.bases:
                    found[module.meanings[node.name]] = node.name
        return found

    def holds_late(self, name: str) -> bool:
        """Is it a package with late modules in it?"""
        return any(module.name.startswith(name + ".") for module in self.late())

    def resolve(self, module: Module, name: str, node: ast.AST) -> Meaning:
        """What a top-level name of the module stands for, wherever it was imported from."""
        there, meaning = module, module.meanings.get(name)
        while meaning and meaning.kind == "own" and meaning.module != there.name:
            there, name = self.modules[meaning.module], meaning.name
            meaning = there.meanings.get(name)
        if meaning is None:
            module.refuse(node, f"{there.name} has no {name} at its top")
        return meaning

    def through(self, module: Module, node: ast.Attribute) -> Meaning | None:
        """What `module.NAME` stands for; None when the value is no module of ours."""
        if not isinstance(node.value, ast.Name):
            return None
        base = module.meanings.get(node.value.id)
        if base is None or base.name or base.kind not in ("module", "file"):
            return None
        if base.kind == "file":
            name = f"{base.module}.{node.attr}"
            if is_late(base.module):
                return Meaning("file", base.module, node.attr)
            if (name in self.modules and is_late(name)) or self.holds_late(name):
                return Meaning("file", name, "")
            module.refuse(node, f"{name} is not there on the strap; write `from ... import`")
        if not isinstance(node.ctx, ast.Load):
            module.refuse(node, f"{ast.unparse(node)} is changed from outside its module")
        target = self.modules[base.module]
        if node.attr not in target.meanings:
            module.refuse(node, f"{base.module} has no {node.attr} at its top")
        return self.resolve(target, node.attr, node)

    def constant(self, meaning: Meaning) -> int | None:
        """The value of a name that is const(...) or one whole number; else None."""
        if meaning.kind == "file" and meaning.name:  # of a late module, in another late one
            meaning = meaning._replace(kind="own")
        if meaning.kind != "own":
            return None
        if meaning not in self._constants:
            module = self.modules[meaning.module]
            value = module.values.get(meaning.name)
            self._constants[meaning] = None if value is None else self._fold(module, value)
        return self._constants[meaning]

    def _fold(self, module: Module, value: ast.expr) -> int | None:
        if not isinstance(value, ast.Call):
            plain = value.value if isinstance(value, ast.Constant) else None
            return plain if type(plain) is int else None
        called = value.func.id if isinstance(value.func, ast.Name) else ""
        if called not in module.meanings or module.meanings[called].kind != "const":
            return None

        def known(node: ast.expr) -> int | None:
            if isinstance(node, ast.Name):
                return self.constant(self.resolve(module, node.id, node))
            meaning = self.through(module, node) if isinstance(node, ast.Attribute) else None
            return self.constant(meaning) if meaning else None

        try:
            return arithmetic.value(value.args[0], known)
        except (ArithmeticError, ValueError):
            module.refuse(value, "const(...) takes whole numbers and other constants")

    # ---- reading

    def _read(self, module: Module, node: ast.stmt) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                meaning = self.imported(module, node, alias)
                module.bind(node, alias.asname or alias.name, meaning)
                if meaning.kind in ("own", "module"):
                    module.needs.append(meaning.module)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            module.bind(node, node.name, Meaning("own", module.name, node.name))
            module.body.append(node)
        elif isinstance(node, ast.Assign):
            for name in [name for target in node.targets for name in _targets(module, target)]:
                module.bind(node, name, Meaning("own", module.name, name))
            if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                module.values[node.targets[0].id] = node.value
            module.body.append(node)
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            module.refuse(
                node, "at the top stand only imports, assignments, functions and classes"
            )

    def imported(
        self, module: Module, node: ast.Import | ast.ImportFrom, alias: ast.alias
    ) -> Meaning:
        """What an import binds."""
        if isinstance(node, ast.Import):
            if self._ours(alias.name):
                if alias.asname or "." in alias.name or not self.holds_late(alias.name):
                    module.refuse(node, f"write `from ... import` for {alias.name}")
                return Meaning("file", alias.name, "")
            if "." in alias.name:
                module.refuse(node, f"the dotted name {alias.name}")
            return Meaning("outside", alias.name, "")
        source, whole = node.module, f"{node.module}.{alias.name}"
        if node.level or source is None or alias.name == "*":
            module.refuse(node, "an import names the whole module, and every name")
        if (source, alias.name) in _CONST:
            if alias.asname:
                module.refuse(node, "const goes by its own name")
            return Meaning("const", "", "")
        if not self._ours(source):
            return Meaning("outside", source, alias.name)
        late = [name for name in (whole, source) if name in self.modules and is_late(name)]
        if late:
            return Meaning("file", late[0], "" if late[0] == whole else alias.name)
        if whole in self.modules:
            return Meaning("module", whole, "")
        if source not in self.modules:
            module.refuse(node, f"there is no {whole}")
        return Meaning("own", source, alias.name)

    def _ours(self, name: str) -> bool:
        first = name.partition(".")[0]
        return any(known.partition(".")[0] == first for known in self._names)

    def _visit(self, module: Module, order: list[Module], above: list[str]) -> None:
        if module in order:
            return
        if module.name in above:
            raise UserError(f"firmware: these import each other: {' -> '.join(above)}")
        for name in module.needs:
            self._visit(self.modules[name], order, [*above, module.name])
        order.append(module)


def _targets(module: Module, node: ast.expr) -> Iterator[str]:
    """The names an assignment at the top binds."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Tuple):
        for part in node.elts:
            yield from _targets(module, part)
    else:
        module.refuse(node, f"{ast.unparse(node)} is changed from outside")
