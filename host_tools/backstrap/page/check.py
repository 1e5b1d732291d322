"""What the page weighs and how soon its strap runs; and the page written to a folder."""

import gzip
import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from backstrap import files as disk
from backstrap.errors import UserError
from backstrap.virtual import runtime

_SCRIPT = Path(__file__).with_name("check.mjs")
_PATIENCE_S = 60


@cache
def sent(data: bytes) -> bytes:
    """A file as it goes over the wire."""
    return gzip.compress(data, 9, mtime=0)


def check(content: dict[str, bytes]) -> dict[str, Any]:
    """bytes: all files as a server sends them, compressed; bytes_unpacked: as they lie there;
    first_step_ms: from loading the interpreter to the firmware's first step, under Node."""
    with tempfile.TemporaryDirectory() as folder:
        write(content, Path(folder))
        words = [runtime.node(), str(_SCRIPT), folder]
        done = subprocess.run(
            words, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
        )
    if done.returncode:
        raise UserError(f"the page's strap does not start:\n{done.stderr.strip()[-2000:]}")
    return {
        "bytes": sum(len(sent(data)) for data in content.values()),
        "bytes_unpacked": sum(map(len, content.values())),
        **json.loads(done.stdout),
    }


def write(content: dict[str, bytes], folder: Path) -> None:
    """Write every file under the folder; what else is there stays. UserError: it cannot be."""
    for name, data in content.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise UserError(
                f"{path.parent}: cannot be made ({e.strerror or e}); name another folder"
            ) from None
        disk.write(path, data)
