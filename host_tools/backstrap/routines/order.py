"""Which holds an author lets come after which."""

from collections.abc import Iterator

from backstrap.errors import did_you_mean
from backstrap.routines.fields import before, name_of
from backstrap.routines.schema import Entry, HoldEntry
from backstrap.trees.tree import Path

_SAYS = "ids of holds that come first, or leave 'after' out for all of layer 1"


def after_problems(entries: list[Entry]) -> Iterator[tuple[Path, str]]:
    """Names in `after` that are no hold, have no point to wait for, or wait in turn."""
    holds = {name_of(entry) for entry in entries if isinstance(entry, HoldEntry)}
    for i, entry in enumerate(entries):
        if not isinstance(entry, HoldEntry):
            continue
        if entry.after == []:
            yield ("steps", i, "after"), f"an empty list; allowed: {_SAYS}"
        for k, name in enumerate(entry.after or ()):
            text = _name_problem(entry, name, holds, entries)
            if text:
                yield ("steps", i, "after", k), text


def _name_problem(
    entry: HoldEntry, name: str, holds: set[str], entries: list[Entry]
) -> str | None:
    own = name_of(entry)
    if name == own:
        return f"'{name}' cannot wait for itself; take it away"
    if name not in holds:
        other = any(name_of(other) == name for other in entries)
        what = f"'{name}' is no hold" if other else f"unknown id '{name}'"
        return f"{what}{did_you_mean(name, holds - {own})}; allowed: {_SAYS}"
    for side in entry.sides:
        if not before(entry, side, name, entries):
            return f"'{name}' has no point on the {side}; give each side an entry of its own"
    if own in _reached(name, entries):
        return f"a circle: '{name}' waits for '{own}'; take one of the two away"
    return None


def _reached(name: str, entries: list[Entry]) -> set[str]:
    """All that must come before name, however far back."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        at = ahead.pop()
        for entry in entries:
            if isinstance(entry, HoldEntry) and name_of(entry) == at:
                ahead += [other for other in entry.after or () if other not in found]
                found.update(entry.after or ())
    return found
