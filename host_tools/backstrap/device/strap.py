"""What the host tool needs of a strap, whatever it is reached through: a serial link, or a folder
that stands for the strap's flash."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, Protocol

HOLDING = ("HOLD", "PAUSED", "RELEASE")  # states in which somebody lies on the ball

Told = Callable[[str, int], None]  # file that is sent, bytes of all files that are there so far


class Survey(NamedTuple):
    """Files with their sha256, the folders, and the free flash in bytes (None: not known)."""

    files: dict[str, bytes]
    folders: set[str]
    free: int | None


class Strap(Protocol):
    """A strap. Paths are absolute on the strap; every method may raise DeviceError."""

    address: str

    def status(self, wait_s: float = 2.5, now: datetime | None = None) -> dict[str, Any] | None:
        """What the running app says about itself, without disturbing it; None when none runs.

        now: local time that its clock is set to first, in the same round trip.
        """

    def ask(self, request: str, wait_s: float = 2.5) -> dict[str, Any] | None:
        """The running app's answer to a console request; None when no app answers."""

    def await_app(self, wait_s: float) -> bool:
        """Whether the app, just started, answers in time."""

    def set_clock(self, now: datetime) -> None:
        """Set the strap's clock to local time, through the app when it runs."""

    def stop(self) -> None:
        """Stop the app; it saves a running hold. All methods below need this first."""

    def restart(self) -> None:
        """Start the app again."""

    def identity(self) -> dict[str, Any]:
        """uid, machine, platform, micropython and mpy (versions), installed, safe_mode (bools)."""

    def names(self, folder: str) -> list[str]:
        """Names of the files in a folder, in order; none when there is no such folder."""

    def survey(self, *paths: str) -> Survey:
        """Hash of every file at or below the paths, in one question; missing ones are left out."""

    def make_folders(self, folders: list[str]) -> None:
        """Make folders, outermost first; those that are there are left alone."""

    def get(self, path: str) -> bytes:
        """The content of a file."""

    def stage(self, path: str, data: bytes) -> None:
        """Write data to path.tmp and prove by sha256 that it arrived."""

    def stage_all(self, files: dict[str, bytes], told: Told) -> None:
        """Write each file to path.tmp; proved by sha256 before `commit` renames any of them. What
        stands there whole already, from a run that was cut, is not sent again. A link that is
        lost on the way is taken up again, here and in `commit`, while it makes headway."""

    def commit(self, paths: list[str], removed: list[str]) -> None:
        """Rename each path.tmp to path, in order; then remove files."""

    def close(self) -> None:
        """Let go of the link. Never raises."""
