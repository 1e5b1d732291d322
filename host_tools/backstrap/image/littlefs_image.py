"""A strap's whole flash file system as one image, for a factory's flasher."""

import hashlib
from typing import Any

from backstrap.errors import UserError

# As MicroPython's VfsLfs2 makes its own on an ESP32; only then does it mount what is here.
_BLOCK = 4096
_GEOMETRY = {"read_size": 32, "prog_size": 32, "cache_size": 128, "lookahead_size": 32}


def packed(files: dict[str, bytes], size: int) -> bytes:
    """A littlefs of size bytes with the files, by their absolute paths; `unpacked` proves it."""
    flash = _littlefs(size // _BLOCK)
    for path, data in files.items():
        flash.makedirs(path.rpartition("/")[0] or "/", exist_ok=True)
        with flash.open(path, "wb") as f:
            f.write(data)
    image = bytes(flash.context.buffer)
    if digests(unpacked(image)) != digests(files):
        raise AssertionError("the image does not hold what was put into it")
    return image


def unpacked(image: bytes) -> dict[str, bytes]:
    """The files of an image, mounted afresh; UserError when it cannot be."""
    from littlefs import LittleFSError

    try:
        flash = _littlefs(len(image) // _BLOCK, image)
        found = {}
        for folder, _, names in flash.walk("/"):
            for name in names:
                path = folder.rstrip("/") + "/" + name
                with flash.open(path, "rb") as f:
                    found[path] = f.read()
    except LittleFSError as e:
        raise UserError(f"no readable littlefs image ({e})") from None
    return found


def digests(files: dict[str, bytes]) -> dict[str, bytes]:
    """sha256 by path."""
    return {path: hashlib.sha256(data).digest() for path, data in files.items()}


def _littlefs(blocks: int, image: bytes | None = None) -> Any:
    try:
        from littlefs import LittleFS, UserContext
    except ImportError:
        raise UserError(
            "an image needs littlefs-python: `pip install 'backstrap[firmware]'`"
        ) from None
    context = UserContext(buffer=bytearray(image or b"\xff" * (blocks * _BLOCK)))
    shape: dict[str, Any] = {"block_size": _BLOCK, "block_count": blocks, **_GEOMETRY}
    flash = LittleFS(context=context, mount=False, **shape)
    if image is None:
        flash.format()
    flash.mount()
    return flash
