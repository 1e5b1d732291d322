"""What Python code does to the world outside: writes, evaluates, starts, connects. Python's own
audit events tell it, whoever calls."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PATHS = {  # event: which of its arguments are paths that it changes
    "os.rename": (0, 1), "os.remove": (0,), "os.mkdir": (0,), "os.rmdir": (0,), "os.link": (1,),
    "os.symlink": (1,), "os.truncate": (0,), "os.chmod": (0,), "os.utime": (0,),
    "sqlite3.connect": (0,), "shutil.rmtree": (0,), "shutil.move": (1,),
}  # fmt: skip
_NEVER = (
    "exec", "os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen",
    "socket.connect", "socket.bind", "pickle.find_class", "ctypes.dlopen",
)  # fmt: skip

_watching: list[tuple[tuple[str, ...], list[str]]] = []


def _hook(event: str, args: tuple[Any, ...]) -> None:
    if not _watching:
        return
    folders, said = _watching[-1]
    if event in _NEVER and not _is_import(event, args[0]):
        said.append(f"{event} {args!r:.120}")
    elif event == "open" and isinstance(args[0], str | bytes) and (args[2] or 0) & _WRITES:
        _within(folders, said, event, args[0])
    elif event in _PATHS:
        for i in _PATHS[event]:
            if isinstance(args[i], str | bytes | os.PathLike):
                _within(folders, said, event, args[i])


def _is_import(event: str, code: Any) -> bool:
    """A module that is loaded late, from its own file."""
    name = getattr(code, "co_name", "") == "<module>"
    return event == "exec" and name and os.path.isfile(code.co_filename)


def _within(folders: tuple[str, ...], said: list[str], event: str, path: Any) -> None:
    name = os.path.abspath(os.fsdecode(path).removeprefix("file:").partition("?")[0])
    if not any(name == folder or name.startswith(folder + os.sep) for folder in folders):
        said.append(f"{event} {name}")


sys.addaudithook(_hook)


@contextmanager
def watched(*folders: Path) -> Iterator[list[str]]:
    """Whatever the code inside does that it may not, in words: it may write below the folders
    only, and evaluate, start and connect nothing."""
    said: list[str] = []
    _watching.append((tuple(os.path.abspath(folder) for folder in folders), said))
    try:
        yield said
    finally:
        _watching.pop()


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="backstrap-fuzz-") as name:
        yield Path(name)
