"""What says that a slot is whole: its version, and one hash over the hashes of all its files.

It is the last file of a slot to be written and the first to go; main.py starts no slot without it
where it has a choice.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import NamedTuple

MANIFEST = "manifest.json"
_MOST = 400


class Manifest(NamedTuple):
    """The version of a slot's firmware, how many files it has beside the manifest, their seal."""

    version: str
    files: int
    seal: str


def version(folder: Path) -> str:
    """The version that the sources in the folder call their own."""
    path = folder / "strapcore" / "__init__.py"
    found = re.search(r'^VERSION = "([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "unknown"


def made(version: str, files: dict[str, bytes]) -> bytes:
    """The manifest of a slot with these files, by their paths in it."""
    digests = {path: hashlib.sha256(data).digest() for path, data in files.items()}
    fields = {"backstrap": version, "files": len(files), "sha256": seal(digests)}
    return json.dumps(fields).encode() + b"\n"


def seal(digests: dict[str, bytes]) -> str:
    """One hash over the paths and SHA-256 of all files but the manifest."""
    whole = hashlib.sha256()
    for path in sorted(digests):
        if path != MANIFEST:
            whole.update(f"{path} {digests[path].hex()}\n".encode())
    return whole.hexdigest()


def read(data: bytes) -> Manifest | None:
    """What a manifest from a strap says; None when it is none."""
    try:
        fields = json.loads(data[:_MOST])
        found = Manifest(fields["backstrap"], fields["files"], fields["sha256"])
    except (ValueError, KeyError, TypeError):
        return None
    kinds = (str, int, str)
    plain = all(isinstance(value, kind) for value, kind in zip(found, kinds, strict=True))
    return found if plain else None
