"""Files that a person names: read within bounds, written whole or not at all."""

import os
from pathlib import Path

from backstrap.errors import UserError


def read(path: Path, most: int, what: str) -> bytes:
    """The content of path; UserError when it cannot be read, or is larger than any `what` is."""
    try:
        with path.open("rb") as f:
            data = f.read(most + 1)
    except OSError as e:
        raise UserError(f"{path}: cannot be read ({e.strerror or e}); check the name") from None
    if len(data) > most:
        raise UserError(f"{path}: more than {most} bytes is no {what}")
    return data


def write(path: Path, data: bytes) -> None:
    """Replace path in one step; UserError when it cannot go there."""
    tmp = path.with_name(path.name + ".tmp")
    try:
        tmp.write_bytes(data)
        os.replace(tmp, path)
    except OSError as e:
        tmp.unlink(missing_ok=True)
        raise UserError(f"{path}: cannot be written ({e.strerror or e}); name another") from None


def create(path: Path, data: bytes) -> None:
    """Write a new file; UserError when it is there already, or cannot go there."""
    try:
        with path.open("xb") as f:
            try:
                f.write(data)
            except OSError:
                path.unlink(missing_ok=True)
                raise
    except FileExistsError:
        raise UserError(f"{path}: is there already and stays; name another") from None
    except OSError as e:
        raise UserError(f"{path}: cannot be written ({e.strerror or e}); name another") from None
