"""Looks at the computer: its groups, its USB bus, the programs that run, who holds a port."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from backstrap.device import ports
from backstrap.device.doctor.evidence import Computer

_OS_RELEASE = (Path("/etc/os-release"), Path("/usr/lib/os-release"))
_USB = Path("/sys/bus/usb/devices")
_PROC = Path("/proc")
_SHORT = 65536  # bytes of a file that is looked at
_LSOF_S = 5.0


def computer(virtual: list[str], node: bool) -> Computer:
    """This one. virtual: addresses of the virtual straps that run; node: whether Node is there."""
    return Computer(
        system=platform.system(),
        os_release=next((text for path in _OS_RELEASE if (text := _text(path))), ""),
        root=hasattr(os, "geteuid") and os.geteuid() == 0,
        member=frozenset(_member()),
        active=frozenset(_active()),
        running=frozenset(_running()),
        bus=bus(),
        ports=ports.usb_ids(),
        known=frozenset(ports.known_ids()),
        virtual=tuple(virtual),
        node=node,
    )


def bus(root: Path = _USB) -> frozenset[str] | None:
    """The USB ids of all that is plugged in; None where the system has no such folder."""
    if not root.is_dir():
        return None
    ids = ((_text(one / "idVendor"), _text(one / "idProduct")) for one in root.iterdir())
    return frozenset(f"{vendor}:{product}" for vendor, product in ids if vendor and product)


def usb_id(port: str, computer: Computer) -> str:
    """The USB id behind a port, by whatever name it goes; "" where there is none."""
    return computer.ports.get(port) or computer.ports.get(os.path.realpath(port), "")


def holders(port: str) -> tuple[str, ...]:
    """The other programs that have the port's file open, as 'name (pid)'; those one may see."""
    real = os.path.realpath(port)
    if not os.path.exists(real):
        return ()
    if (_PROC / "self" / "fd").is_dir():
        return tuple(sorted(set(_by_proc(real))))
    return tuple(sorted(set(by_lsof(real)))) if shutil.which("lsof") else ()


def group(port: str) -> str:
    """The group that may read and write the port's file; root when there is none, "" when the
    system has no groups."""
    try:
        import grp

        found = os.stat(port)
        return grp.getgrgid(found.st_gid).gr_name if found.st_mode & 0o060 == 0o060 else "root"
    except (ImportError, OSError, KeyError):
        return ""


def _by_proc(real: str) -> Iterator[str]:
    for entry in _PROC.glob("[0-9]*/fd"):
        pid = entry.parent.name
        if int(pid) == os.getpid():
            continue
        with suppress(OSError):  # another user's, or one that has just ended
            if any(os.readlink(fd) == real for fd in entry.iterdir()):
                yield f"{_text(entry.parent / 'comm') or 'a program'} ({pid})"


def by_lsof(real: str) -> Iterator[str]:
    """The same where the system has lsof instead of /proc."""
    command = ["lsof", "-F", "pc", "--", real]
    try:
        said = subprocess.run(command, capture_output=True, timeout=_LSOF_S, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return
    pid = ""
    for line in said.decode(errors="replace").splitlines():
        if line.startswith("p"):
            pid = line[1:]
        elif line.startswith("c") and pid != str(os.getpid()):
            yield f"{line[1:]} ({pid})"


def _running() -> Iterator[str]:
    for path in _PROC.glob("[0-9]*/comm"):
        yield _text(path)


def _member() -> Iterator[str]:
    """The user's groups by the system's files, as a new session would have them."""
    try:
        import grp
        import pwd

        user = pwd.getpwuid(os.getuid())
    except (ImportError, KeyError):
        return
    for one in grp.getgrall():
        if user.pw_name in one.gr_mem or one.gr_gid == user.pw_gid:
            yield one.gr_name


def _active() -> Iterator[str]:
    """The groups of this session."""
    try:
        import grp
    except ImportError:
        return
    for number in {*os.getgroups(), os.getegid()}:
        with suppress(KeyError):
            yield grp.getgrgid(number).gr_name


def _text(path: Path) -> str:
    """The text of a short file; empty when it cannot be read."""
    try:
        with path.open("rb") as f:
            return f.read(_SHORT).decode(errors="replace").strip()
    except OSError:
        return ""
