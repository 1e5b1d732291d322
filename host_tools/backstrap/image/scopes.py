"""Which names are a function's own: those of its arguments, and those it binds."""

import ast
from collections.abc import Iterator

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


def arguments(node: ast.FunctionDef | ast.Lambda) -> Iterator[tuple[ast.arg, bool]]:
    """Every argument, and whether it has a default or is *args or **kwargs."""
    args = node.args
    plain = args.posonlyargs + args.args
    for i, arg in enumerate(plain):
        yield arg, i >= len(plain) - len(args.defaults)
    for more in [*args.kwonlyargs, args.vararg, args.kwarg]:
        if more:
            yield more, True


def own_names(node: ast.FunctionDef | ast.Lambda) -> set[str]:
    """The names that are local to a function."""
    found = _Bound()
    for statement in node.body if isinstance(node, ast.FunctionDef) else [node.body]:
        found.visit(statement)
    return found.names | {arg.arg for arg, _ in arguments(node)}


class _Bound(ast.NodeVisitor):
    """Collects what is bound here, and leaves inner scopes to themselves."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load):
            self.names.add(node.id)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.names.add(node.name)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        pass

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.names.add(node.name)
        self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> None:
        self.names.add((node.asname or node.name).split(".")[0])

    def _comprehension(self, node: Comprehension) -> None:
        self.visit(node.generators[0].iter)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension
