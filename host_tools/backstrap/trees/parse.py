"""A file's bytes -> its tree; the end of its name says which form it has."""

from pathlib import PurePath

from backstrap.trees.tree import BYTES_MOST, Tree, TreeError


def parse(raw: bytes, file: str) -> Tree:
    """The tree of a file's bytes; TreeError when there is none."""
    if len(raw) > BYTES_MOST:
        raise TreeError((1, 1), f"more than {BYTES_MOST} bytes; allowed: at most {BYTES_MOST}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        start = raw.rfind(b"\n", 0, e.start) + 1
        before = raw[start : e.start].decode("utf-8-sig", "replace")
        place = raw.count(b"\n", 0, start) + 1, len(before) + 1
        raise TreeError(place, "not UTF-8 text; save the file as UTF-8") from None
    suffix = PurePath(file).suffix.lower()
    if suffix == ".json":
        from backstrap.trees.of_json import read
    elif suffix == ".toml":
        from backstrap.trees.of_toml import read
    else:
        from backstrap.trees.of_yaml import read
    return read(text)
