"""What its owner calls a strap: /name on it."""

from backstrap.device.connect import is_name
from backstrap.device.strap import Strap
from backstrap.errors import UserError

_PATH = "/name"
_MOST = 24  # characters; firmware/status.py tells no longer one


def check(name: str) -> None:
    """UserError says why the strap cannot be called so."""
    why = None
    if not 0 < len(name) <= _MOST:
        why = f"it has {len(name)} characters"
    elif not (name.isascii() and name.isprintable()) or name != name.strip():
        why = "not every character of it is plain"
    elif name.startswith("-") or not is_name(name):
        why = "it reads like an option or a port"
    if why:
        raise UserError(
            f"a strap cannot be called {name[:_MOST]!r}: {why}; allowed: 1 to {_MOST} letters, "
            "digits, signs and spaces between them, as in 'blue 2'"
        )


def read(strap: Strap) -> str | None:
    """The name that the strap keeps; None where it has none, or one that is none."""
    if _PATH.removeprefix("/") not in strap.names("/"):
        return None
    text = strap.get(_PATH)[: _MOST + 1].decode(errors="replace")
    try:
        check(text)
    except UserError:
        return None
    return text


def write(strap: Strap, name: str) -> None:
    """Call it so from its next start on."""
    strap.stage(_PATH, name.encode())
    strap.commit([_PATH], [])
