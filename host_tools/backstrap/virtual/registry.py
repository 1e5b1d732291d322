"""Which virtual straps run on this machine: one small file each in the user's runtime folder."""

import json
import os
import socket
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

_PATIENCE_S = 0.5


def _folder() -> Path:
    """Private to the user; in the temporary folder where the system gives no runtime folder."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    base = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if not base.is_absolute() or not os.access(base, os.W_OK):
        base = Path(tempfile.gettempdir())
    place = base / f"backstrap-{user}"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def add(entry: dict[str, Any]) -> Path:
    """entry: address, control (port), pid, state (folder). The file to remove at the end."""
    path = _folder() / f"virtual-{entry['pid']}-{entry['control']}.json"
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(entry), "utf-8")
    os.replace(temporary, path)
    return path


def running() -> list[dict[str, Any]]:
    """Every strap that answers, as {"address", "control", "pid", "state"}."""
    found = []
    for path in sorted(_folder().glob("virtual-*.json")):
        try:
            entry = json.loads(path.read_text("utf-8"))
            socket.create_connection(("127.0.0.1", entry["control"]), _PATIENCE_S).close()
            found.append(entry)
        except (OSError, ValueError, KeyError, TypeError):
            with suppress(OSError):
                path.unlink()
    return found
