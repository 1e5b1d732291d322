"""Why a port does not open. The first rule that fits is the finding; the last one always does."""

from errno import (
    EACCES,
    EAGAIN,
    EBUSY,
    ECONNREFUSED,
    EHOSTUNREACH,
    EINVAL,
    EIO,
    EISDIR,
    ENODEV,
    ENOENT,
    ENOTTY,
    ENXIO,
    EPERM,
    ETIMEDOUT,
)

from backstrap.device.doctor.evidence import Evidence, join
from backstrap.device.doctor.rules import ERROR, WARNING, Rule

_DENIED = (EACCES, EPERM)
_BUSY = (EBUSY, EAGAIN)
_NO_PORT = (ENOTTY, EINVAL, EISDIR)
_AWAY = (EIO, ENXIO, ENODEV)
_NOBODY = (ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT)


def _linux(e: Evidence) -> bool:
    return e.computer.system == "Linux"


def _busy(e: Evidence) -> bool:
    # Windows has one answer for both, and its ports need no permission.
    return e.errno in _BUSY or (e.computer.system == "Windows" and e.errno in _DENIED)


def _joined(e: Evidence) -> bool:
    group, _ = join(e.computer, e.group)
    return group in e.computer.member and group not in e.computer.active


OPENING = (
    Rule(
        "busy-for-a-moment",
        WARNING,
        lambda e: e.errno == 0,
        "{port} did not open, and then did",
        "another program held it for a moment",
        "run the command again",
    ),
    Rule(
        "not-plugged",
        ERROR,
        lambda e: e.errno == ENOENT,
        "{port} does not exist ({said})",
        "not plugged in, a charge-only cable, or its driver is missing",
        "plug it in with a data cable; the ports there are: {ports}. `backstrap doctor` without "
        "--port looks for the cause",
    ),
    Rule(
        "busy",
        ERROR,
        lambda e: _busy(e) and e.holders,
        "{port} is open in {holders} ({said})",
        "another program holds it",
        "close {holders}, then run the command again",
    ),
    Rule(
        "busy-unseen",
        ERROR,
        _busy,
        "{port} is open somewhere ({said})",
        "another program holds it, one that this user cannot see",
        "close what speaks to serial ports: a terminal (screen, picocom, PuTTY), an editor "
        "(Thonny, Arduino, VS Code's serial monitor), a browser's page, another backstrap; just "
        "plugged in, wait 10 s",
    ),
    Rule(
        "log-in-again",
        ERROR,
        lambda e: _linux(e) and e.errno in _DENIED and _joined(e),
        "no permission for {port}, although the user is in the group {group} ({said})",
        "the session began before the user joined the group",
        "log out and in again (or restart); for this terminal alone: newgrp {group}",
    ),
    Rule(
        "root-only",
        ERROR,
        lambda e: _linux(e) and e.errno in _DENIED and e.group == "root",
        "no permission for {port}, which belongs to root alone ({said})",
        "the system gave the port to no group: a container, or its udev rules are missing",
        "in a container, pass the port in with its group; else unplug it and plug it in again",
    ),
    Rule(
        "no-permission",
        ERROR,
        lambda e: _linux(e) and e.errno in _DENIED,
        "no permission for {port} ({said})",
        "ports are for the group {group}, and the user is not in it",
        "{join}, then log out and in",
    ),
    Rule(
        "no-permission-here",
        ERROR,
        lambda e: e.errno in _DENIED,
        "no permission for {port} ({said})",
        "the system keeps this terminal from the port",
        "on a Mac choose the /dev/cu.* name, and allow the accessory when macOS asks (System "
        "Settings, Privacy & Security)",
    ),
    Rule(
        "no-serial-port",
        ERROR,
        lambda e: e.errno in _NO_PORT,
        "{port} is there, but is no serial port ({said})",
        "another device or a file has this name",
        "choose one of: {ports}",
    ),
    Rule(
        "went-away",
        ERROR,
        lambda e: e.errno in _AWAY,
        "{port} went away while it was opened ({said})",
        "a loose plug, a weak supply, or a program that takes the device from its driver",
        "try another cable, and a socket at the computer rather than a hub",
    ),
    Rule(
        "nobody-there",
        ERROR,
        lambda e: "://" in e.port and e.errno in _NOBODY,
        "nothing listens at {port} ({said})",
        "the virtual strap, or the bridge to the strap, does not run",
        "check the address; `backstrap virtual start` starts a virtual strap and names its own",
    ),
    Rule(
        "bad-address",
        ERROR,
        lambda e: "://" in e.port,
        "{port} leads nowhere ({said})",
        "no such host, or not an address",
        "check the address; it is written socket://HOST:PORT",
    ),
    Rule(
        "does-not-open",
        ERROR,
        lambda e: True,
        "{port} does not open ({said})",
        "the system gives no reason that is known here",
        "unplug the strap, plug it in again, and run the command again",
    ),
)
