"""How far transfers are: a line a strap, over all its files, on a terminal only."""

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any

Progress = Callable[[str, int, int], None]  # file, bytes done, bytes in all


class Bars:
    """The lines, while the context lasts. Several straps may report at once, from threads."""

    def __init__(self) -> None:
        self._shown: Any = None
        self._lock = threading.Lock()

    def __enter__(self) -> "Bars":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self._shown:
            self._shown.stop()

    def line(self, label: str) -> Progress:
        """A strap's line; label stands before it."""
        if not sys.stderr.isatty():
            return lambda file, done, total: None
        tasks: list[Any] = []

        def show(file: str, done: int, total: int) -> None:
            with self._lock:
                shown = self._begun()
                if not tasks:
                    tasks.append(shown.add_task(label, total=total))
                shown.update(tasks[0], total=total, completed=done, file=file)

        return show

    def _begun(self) -> Any:
        if self._shown is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

            self._shown = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TaskProgressColumn(),
                TextColumn("{task.fields[file]}", markup=False),
                console=Console(stderr=True),
            )
            self._shown.start()
        return self._shown
