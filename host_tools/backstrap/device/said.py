"""What a strap says, as values: literals that its REPL prints, lines that its app answers with.
All of it is data, whatever it is: nothing is evaluated, and what is not of its kind is refused."""

import ast
import json
import threading
import warnings
from contextlib import suppress
from typing import Any

_PARSING = threading.Lock()  # Python 3.11 counts the depth of all threads' trees as one, and fails

# What an identity has; see on_strap.py.
_IDENTITY = {
    "platform": str, "machine": str, "uid": str, "micropython": str, "mpy": int,
    "installed": bool, "safe_mode": bool,
}  # fmt: skip

# What a status has, where the tool makes use of it; see docs/design.md.
_STATUS = {
    **dict.fromkeys(("backstrap", "board", "uid", "state", "routine", "point", "name"), str),
    **dict.fromkeys(("slot", "fell_back"), str),
    **dict.fromkeys(("hold_ms", "target_ms", "gauge_pa", "unpulled", "trial", "person"), int),
    **dict.fromkeys(("faults", "bad", "clock"), list),
    "bus": dict,
}


def answer(line: bytes) -> dict[str, Any] | None:
    """The dict of a line that the app answers with; None of any other."""
    if line.startswith(b"#bs {"):
        with suppress(ValueError, RecursionError):
            return dict(json.loads(line[4:]))
    return None


def believed(status: dict[str, Any]) -> dict[str, Any]:
    """A status without what is not of its kind."""
    return {
        name: value
        for name, value in status.items()
        if value is None or isinstance(value, _STATUS.get(name, object))
    }


def parsed(text: bytes) -> Any:
    """The value that a literal stands for; nothing else is one, whatever a strap prints."""
    with _PARSING, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the parser, about what is wrong in it
        try:
            return ast.literal_eval(text.decode().strip())
        except (SyntaxError, TypeError, RecursionError, MemoryError):
            raise OSError(f"not understood: {text[:80]!r}") from None


def is_identity(value: Any) -> bool:
    """Whether it is what on_strap.IDENTITY prints."""
    return isinstance(value, dict) and all(
        isinstance(value.get(name), kind) for name, kind in _IDENTITY.items()
    )


def is_names(value: Any) -> bool:
    """Whether it is a list of file names."""
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def is_survey(rows: Any) -> bool:
    """Folders, below each (name, digest) of its files, the bytes that are free; a file that was
    asked for by its path may come before any folder."""
    if not isinstance(rows, list):
        return False
    in_folder = False
    for row in rows:
        if isinstance(row, tuple):
            kinds = [type(part) for part in row]
            if kinds != [str, bytes] or not (in_folder or row[0].startswith("/")):
                return False
        elif not isinstance(row, str | int):
            return False
        in_folder = in_folder or isinstance(row, str)
    return True
