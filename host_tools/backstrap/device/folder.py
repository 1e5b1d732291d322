"""A folder that stands for a strap's flash: `--port folder:DIR`. For tests, and to prepare a
strap's files without one."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from backstrap.device.strap import Survey, Told
from backstrap.errors import DeviceError


class FolderStrap:
    """A strap.Strap without an app or a clock."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise DeviceError(f"folder:{root} is no folder; make it first")
        self.address = f"folder:{root}"
        self._root = root

    def status(self, wait_s: float = 0, now: datetime | None = None) -> dict[str, Any] | None:
        return None

    def ask(self, request: str, wait_s: float = 0) -> dict[str, Any] | None:
        return None

    def set_clock(self, now: datetime) -> None:
        pass

    def stop(self) -> None:
        pass

    def await_app(self, wait_s: float) -> bool:
        return True

    def restart(self) -> None:
        pass

    def identity(self) -> dict[str, Any]:
        return {
            "platform": "folder",
            "machine": "a folder",
            "uid": "",
            "micropython": "1.29.0",
            "mpy": 6,
            "installed": (self._root / "board.json").exists(),
            "safe_mode": False,
        }

    def names(self, folder: str) -> list[str]:
        path = self._at(folder)
        return sorted(entry.name for entry in path.iterdir()) if path.is_dir() else []

    def survey(self, *paths: str) -> Survey:
        found = Survey({}, set(), None)
        for path in paths:
            at = self._at(path)
            for entry in [at, *sorted(at.rglob("*"))]:
                name = "/" + entry.relative_to(self._root).as_posix()
                if entry.is_dir():
                    found.folders.add(name)
                elif entry.is_file():
                    found.files[name] = hashlib.sha256(entry.read_bytes()).digest()
        return found

    def make_folders(self, folders: list[str]) -> None:
        for folder in folders:
            self._at(folder).mkdir(exist_ok=True)

    def get(self, path: str) -> bytes:
        return self._at(path).read_bytes()

    def stage(self, path: str, data: bytes) -> None:
        self._at(path + ".tmp").write_bytes(data)

    def stage_all(self, files: dict[str, bytes], told: Told) -> None:
        done = 0
        for path, data in files.items():
            told(path, done)
            self.stage(path, data)
            done += len(data)

    def commit(self, paths: list[str], removed: list[str]) -> None:
        for path in paths:
            self._at(path + ".tmp").replace(self._at(path))
        for path in removed:
            self._at(path).unlink()

    def close(self) -> None:
        pass

    def _at(self, path: str) -> Path:
        return self._root / path.lstrip("/")
