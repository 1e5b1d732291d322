"""Whole numbers in expressions: what const(...) is, and how a number is written."""

import ast
import operator
from collections.abc import Callable

_BINARY: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
_UNARY: dict[type[ast.unaryop], Callable[[int], int]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}


def value(node: ast.expr, known: Callable[[ast.expr], int | None]) -> int:
    """The number that an expression is; known: the value of a name, or None. ValueError or
    ArithmeticError where it is none."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        return _UNARY[type(node.op)](value(node.operand, known))
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return _BINARY[type(node.op)](value(node.left, known), value(node.right, known))
    found = known(node)
    if found is None:
        raise ValueError(f"{ast.unparse(node)} is no whole number")
    return found


def number(of: int) -> ast.expr:
    """The expression of a whole number. A sign is an operator: `-2 ** 2` would be read wrong."""
    return ast.UnaryOp(ast.USub(), ast.Constant(-of)) if of < 0 else ast.Constant(of)
