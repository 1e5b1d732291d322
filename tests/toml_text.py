"""Data as TOML text, in one of the many ways there are; for tests."""

import json
import re


def key(name):
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else value(name)


def value(data):
    """One value, on one line."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key(k)} = {value(v)}" for k, v in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(value, data)) + "]"
    return json.dumps(data, ensure_ascii=False).replace("\x7f", "\\u007F")


def text(data):
    """A table: what is plain first, then [tables] and [[lists of tables]]."""
    return "".join(_lines(data, ()))


def _lines(data, way):
    of_tables = {
        k for k, v in data.items() if isinstance(v, list) and v and all(map(_is_table, v))
    }
    for name, inner in data.items():
        if name not in of_tables and not isinstance(inner, dict):
            yield f"{key(name)} = {value(inner)}\n"
    for name, inner in data.items():
        here = (*way, name)
        head = ".".join(map(key, here))
        if isinstance(inner, dict):
            yield f"\n[{head}]\n"
            yield from _lines(inner, here)
        elif name in of_tables:
            for one in inner:
                yield f"\n[[{head}]]\n"
                yield from _lines(one, here)


def _is_table(data):
    return isinstance(data, dict)
