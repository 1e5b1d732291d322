"""One module, rewritten for its place in the image: other names, constants as numbers."""

import ast
import builtins
from typing import NoReturn

from backstrap.image.arithmetic import number
from backstrap.image.late import is_late
from backstrap.image.names import Names, is_private
from backstrap.image.program import Meaning, Module, Program
from backstrap.image.reach import DATA
from backstrap.image.scopes import Comprehension, arguments, own_names

_EXCEPTIONS = {"Exception", "OSError", "ValueError"}
# What asks for names at run time.
_STAYS = {"__import__", "__file__"}  # of the file that the image has the module in
_ASKS = {"dir", "eval", "exec", "globals", "locals", "vars"}


class Rewriter(ast.NodeTransformer):
    """Rewrites a module. used: names from the tops of others that it takes."""

    def __init__(
        self, program: Program, module: Module, names: Names, reached: set[Meaning]
    ) -> None:
        self.used: set[str] = set()
        self._reached = reached
        self._program = program
        self._module = module
        self._names = names
        self._left_out = {one.name for one in program.left_out() if one.body}
        self._scopes: list[dict[str, str]] = []  # innermost last: a name here, its new name
        self._arguments = 0  # how many of the functions around have a new name
        self._members: dict[str, str] = {}  # private names of the class around
        self._classes = {
            node.name: names.members(node)
            for node in module.body
            if isinstance(node, ast.ClassDef)
        }

    def body(self) -> list[ast.stmt]:
        """The module's statements as the image has them."""
        return [self._top(node) for node in self._module.body if not self._goes(node)]

    def _goes(self, node: ast.stmt) -> bool:
        """Numbers stand where the statement's name was used, or nothing names its data."""
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            return False
        meaning = self._module.meanings[node.targets[0].id]
        if self._program.constant(meaning) is not None:
            return not self._names.is_kept(meaning)
        return isinstance(node.value, DATA) and meaning not in self._reached

    def _top(self, node: ast.stmt) -> ast.stmt:
        """One statement of the module's top, its comments and texts left out."""
        if isinstance(node, ast.Assign):
            name = node.targets[0]
            if isinstance(name, ast.Name):
                value = self._program.constant(self._module.meanings[name.id])
                if value is not None:
                    node.value = number(value)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            meaning = self._module.meanings[node.name]
            self.visit(node)
            node.name = self._names.top(meaning)
            return node
        return self.visit(node)

    def _refuse(self, node: ast.AST, text: str) -> NoReturn:
        self._module.refuse(node, text)

    # ---- names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        name = self._local(node.id)
        if name:
            node.id = name
            return node
        if node.id in self._module.meanings:
            return self._global(self._program.resolve(self._module, node.id, node), node)
        if node.id in _STAYS:
            return node
        if node.id in _ASKS or node.id.startswith("__"):
            self._refuse(node, f"{node.id}: names are others at run time")
        if not hasattr(builtins, node.id):
            self._refuse(node, f"nothing is called {node.id}")
        return node

    def _local(self, name: str) -> str | None:
        return next((scope[name] for scope in reversed(self._scopes) if name in scope), None)

    def _global(self, meaning: Meaning, node: ast.Name | ast.Attribute) -> ast.expr:
        """A use of what stands at the top of a module."""
        value = self._program.constant(meaning)
        if value is not None and isinstance(node.ctx, ast.Load):
            return number(value)
        if meaning.kind in ("const", "module"):
            self._refuse(node, f"{ast.unparse(node)} as a value")
        if meaning.kind != "own":
            return node
        name = self._names.top(meaning)
        if self._local(name):
            self._refuse(node, f"{name} is also the name of a local variable")
        if meaning.module != self._module.name:
            self.used.add(name)
        return ast.copy_location(ast.Name(name, node.ctx), node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        base = node.value.id if isinstance(node.value, ast.Name) else ""
        top = not self._local(base)
        if top:
            meaning = self._program.through(self._module, node)
            if meaning:
                return self._global(meaning, node)
        if is_private(node.attr):
            owner = self._members if base == "self" else self._classes.get(base) if top else None
            if not owner or node.attr not in owner:
                self._refuse(node, f"{ast.unparse(node)} is private to something else")
            node.attr = owner[node.attr]
        node.value = self.visit(node.value)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str) and node.value in self._names.private:
            self._refuse(node, f"the private name {node.value} as a text")
        if node.value in self._left_out:
            self._refuse(node, f"the module {node.value} is not in the image")
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        self.generic_visit(node)
        if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            # MicroPython makes a tuple of `a, b = (c, d)`, which is heap, and none of the same
            # without the parentheses that unparse would write. A Name is written as it stands.
            node.value = ast.Name(", ".join(ast.unparse(one) for one in node.value.elts))
        return node

    # ---- scopes

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        node.decorator_list = [self.visit(one) for one in node.decorator_list]
        node.returns = None
        if _is_text(node.body[0]):
            node.body = node.body[1:] or [ast.copy_location(ast.Pass(), node.body[0])]
        node.name = self._local(node.name) or node.name
        self._function(node)
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        self._function(node)
        return node

    def _function(self, node: ast.FunctionDef | ast.Lambda) -> None:
        args = node.args
        args.defaults = [self.visit(one) for one in args.defaults]
        args.kw_defaults = [one and self.visit(one) for one in args.kw_defaults]
        scope = {name: name for name in own_names(node)}
        before = self._arguments
        for arg, named in arguments(node):
            arg.annotation = None
            new = self._names.argument(arg, named, self._arguments)
            scope[arg.arg] = new
            arg.arg = new
            self._arguments += 1
        self._scopes.append(scope)
        if isinstance(node, ast.Lambda):
            node.body = self.visit(node.body)
        else:
            node.body = [self.visit(one) for one in node.body]
        self._scopes.pop()
        self._arguments = before

    def _comprehension(self, node: Comprehension) -> ast.expr:
        first = node.generators[0]
        first.iter = self.visit(first.iter)
        targets = [name for one in node.generators for name in ast.walk(one.target)]
        self._scopes.append({one.id: one.id for one in targets if isinstance(one, ast.Name)})
        for one in node.generators:
            if one is not first:
                one.iter = self.visit(one.iter)
            one.ifs = [self.visit(test) for test in one.ifs]
        if isinstance(node, ast.DictComp):
            node.key, node.value = self.visit(node.key), self.visit(node.value)
        else:
            node.elt = self.visit(node.elt)
        self._scopes.pop()
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.stmt:
        if self._scopes or self._members or node.keywords or node.decorator_list:
            self._refuse(node, "a class stands at the top, without keywords or decorators")
        for base in node.bases:
            if ast.unparse(base) not in _EXCEPTIONS:
                self._refuse(base, "private names of a class and of its base could meet")
        self._members = self._classes[node.name]
        if _is_text(node.body[0]):
            node.body = node.body[1:] or [ast.copy_location(ast.Pass(), node.body[0])]
        node.body = [self._member(one) for one in node.body]
        self._members = {}
        return node

    def _member(self, node: ast.stmt) -> ast.stmt:
        if isinstance(node, ast.FunctionDef):
            self.visit_FunctionDef(node)
            node.name = self._members.get(node.name, node.name)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0]
            node.value = self.visit(node.value)
            name.id = self._members.get(name.id, name.id)
        elif not isinstance(node, ast.Pass):
            self._refuse(node, "a class holds functions and values")
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        if node.name:
            node.name = self._local(node.name)
        self.generic_visit(node)
        return node

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        if not self._local(node.target.id):
            self._refuse(node, "`:=` outside a function, or within a comprehension")
        self.generic_visit(node)
        return node

    def visit_Global(self, node: ast.Global | ast.Nonlocal) -> ast.stmt:
        self._refuse(node, ast.unparse(node))

    visit_Nonlocal = visit_Global

    # ---- imports in functions

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> ast.stmt:
        for alias in node.names:
            meaning = self._program.imported(self._module, node, alias)
            if meaning.kind not in ("file", "outside"):
                self._refuse(node, "import at the top what is not loaded late")
        return node

    visit_ImportFrom = visit_Import

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Name) and node.func.id == "__import__":
            text = _beginning(node.args[0])
            if text and not is_late(text + "x" if text.endswith(".") else text):
                self._refuse(node, "__import__ of no module that is loaded late")
        self.generic_visit(node)
        return node


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _beginning(node: ast.expr) -> str:
    """What a text begins with, as far as the source says it."""
    while isinstance(node, ast.BinOp):
        node = node.left
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
