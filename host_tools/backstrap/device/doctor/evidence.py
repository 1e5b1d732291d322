"""What is known about a port and its computer. Pure: nothing here looks anything up."""

import re
from typing import Any, NamedTuple

# The group that may open serial ports, and how to join it, by ID or ID_LIKE of /etc/os-release.
JOIN = {
    "arch": ("uucp", "sudo usermod -aG {group} $USER"),
    "alpine": ("dialout", "sudo addgroup $USER {group}"),
    "nixos": ("dialout", 'add "{group}" to your extraGroups, then sudo nixos-rebuild switch'),
    "": ("dialout", "sudo usermod -aG {group} $USER"),  # Debian, Ubuntu, Fedora, openSUSE ...
}


class Computer(NamedTuple):
    """One computer and its user.

    system: as platform.system() says. os_release: the text of /etc/os-release. member: the user's
    groups by the group file; active: those of this session. running: names of running programs.
    bus: USB ids plugged in, with a port or without; None where the system does not say. ports:
    {port: USB id}. known: USB ids that boards with an ESP32 have. virtual: the virtual straps.
    """

    system: str = "Linux"
    os_release: str = ""
    root: bool = False
    member: frozenset[str] = frozenset()
    active: frozenset[str] = frozenset()
    running: frozenset[str] = frozenset()
    bus: frozenset[str] | None = None
    ports: dict[str, str] = {}
    known: frozenset[str] = frozenset()
    virtual: tuple[str, ...] = ()
    node: bool = True


class Evidence(NamedTuple):
    """One port. usb: the id behind it. said: what the system said when it did not open; errno: its
    number; group: whose the port's file is. holders: other programs that have it open. heard: all
    that came from it; lost: it went away meanwhile. status: the app's answer. identity and crash
    (text of /crash.txt): what the REPL said where no app runs. ours: this tool's version.
    """

    computer: Computer = Computer()
    port: str = ""
    usb: str = ""
    said: str = ""
    errno: int | None = None
    group: str = ""
    holders: tuple[str, ...] = ()
    heard: bytes = b""
    lost: bool = False
    status: dict[str, Any] | None = None
    identity: dict[str, Any] | None = None
    crash: str = ""
    ours: str = ""


def join(computer: Computer, owner: str = "") -> tuple[str, str]:
    """The group that may open the port, and the command to join it. owner: the port's group."""
    group, command = next(JOIN[name] for name in (*_distribution(computer), "") if name in JOIN)
    group = owner or group
    return group, command.format(group=group)


def _distribution(computer: Computer) -> list[str]:
    """ID, then the names of ID_LIKE."""
    fields = dict(re.findall(r"""^(ID|ID_LIKE)=["']?([^"'\n]*)""", computer.os_release, re.M))
    return [fields.get("ID", ""), *fields.get("ID_LIKE", "").split()]


def resets(heard: bytes) -> int:
    """How often the chip began anew: its ROM gives the reason each time."""
    return len(re.findall(rb"rst:0x[0-9a-fA-F]+", heard))


def error_number(error: BaseException) -> int | None:
    """The errno of what pyserial raised. Some of its errors have it in their text alone."""
    number = getattr(error, "errno", None)
    if number is None:
        found = re.search(r"(?:Errno |Error\(|port: \()(-?\d+)", str(error))
        number = int(found[1]) if found else None
    return number
