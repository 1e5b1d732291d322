"""The routines that come with the tool."""

import re
from pathlib import Path

from backstrap.errors import UserError, did_you_mean

_LIBRARY = Path(__file__).parent / "library"


def names() -> list[str]:
    """The ids of those routines."""
    return sorted(file.stem for file in _LIBRARY.glob("*.yaml"))


def find(name: str) -> str:
    """The file of a shipped routine's id; a path that is no such id is itself."""
    ids = names()
    if name in ids:
        return str(_LIBRARY / f"{name}.yaml")
    if re.fullmatch(r"[A-Za-z0-9_-]+", name) and not Path(name).exists():
        hint = did_you_mean(name, ids)
        raise UserError(
            f"no routine '{name}'{hint}; shipped are: {', '.join(ids)}; or name a file"
        )
    return name
