"""Which of some files have changed, by looking at them again and again."""

import os
from collections.abc import Callable, Iterator

_STILL = 1  # looks that a changed file must stand still: an editor may write it in parts
_GONE = 4  # and that it must be missing: an editor may take it away before it puts a new one

_Stamp = tuple[int, int, int] | None


def changes(files: tuple[str, ...], wait: Callable[[], None]) -> Iterator[list[str]]:
    """All of the files, then for ever those that have changed; wait() comes before each look."""
    seen = {file: _stamp(file) for file in files}
    yield list(seen)
    last, still = dict(seen), dict.fromkeys(seen, 0)
    while True:
        wait()
        changed = []
        for file, before in seen.items():
            now = _stamp(file)
            still[file] = still[file] + 1 if now == last[file] else 0
            last[file] = now
            if now != before and still[file] >= (_STILL if now else _GONE):
                changed.append(file)
        seen |= {file: last[file] for file in changed}
        if changed:
            yield changed


def _stamp(file: str) -> _Stamp:
    """What changes with a file; None while there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
