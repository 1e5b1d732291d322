"""What is wrong with the computer itself. All rules that fit are findings."""

from backstrap.device.doctor.evidence import Evidence, join
from backstrap.device.doctor.rules import ERROR, NOTE, WARNING, Rule

_CH340 = "1a86:7523"


def _linux(e: Evidence) -> bool:
    return e.computer.system == "Linux" and not e.computer.root


def _nothing(e: Evidence) -> bool:
    """No port, no virtual strap, and none asked for that is elsewhere."""
    return not e.computer.ports and not e.computer.virtual and "://" not in e.port


def _unbound(e: Evidence) -> frozenset[str]:
    """USB ids of boards that are plugged in and have no port."""
    computer = e.computer
    return ((computer.bus or frozenset()) & computer.known) - set(computer.ports.values())


def _brltty(e: Evidence) -> bool:
    return _CH340 in _unbound(e) and "brltty" in e.computer.running


def _member(e: Evidence) -> bool:
    return join(e.computer)[0] in e.computer.member


def _active(e: Evidence) -> bool:
    return join(e.computer)[0] in e.computer.active


AROUND = (
    Rule(
        "brltty-took-it",
        ERROR,
        _brltty,
        "a CH340 (1a86:7523) is plugged in without a port, and brltty runs",
        "brltty takes it for a braille display; Ubuntu does so",
        "sudo apt remove brltty, where nobody reads braille here; then plug the strap in again",
    ),
    Rule(
        "driver-missing",
        ERROR,
        lambda e: _unbound(e) and not _brltty(e),
        "{unbound} is plugged in, but has no serial port",
        "its driver is missing: ch341 for 1a86, cp210x for 10c4, cdc_acm for 303a",
        "sudo modprobe ch341, cp210x or cdc_acm; on a small kernel install its extra modules; in "
        "a virtual machine or a container, pass the device in",
    ),
    Rule(
        "nothing-on-usb",
        ERROR,
        lambda e: _nothing(e) and e.computer.bus is not None and not _unbound(e),
        "no serial port, and no board on USB",
        "the strap is not plugged in, its cable only charges, or its switch is off",
        "plug it in with a cable that carries data (try one that has), at the computer itself",
    ),
    Rule(
        "no-port-windows",
        ERROR,
        lambda e: _nothing(e) and e.computer.bus is None and e.computer.system == "Windows",
        "no serial port",
        "the strap is not plugged in, its cable only charges, or its driver is missing",
        "try a cable that carries data. A yellow mark in the Device Manager is a driver that is "
        "missing: for a CP210x from silabs.com, for a CH340 from wch-ic.com; an ESP32-C3 needs "
        "none",
    ),
    Rule(
        "no-port-mac",
        ERROR,
        lambda e: _nothing(e) and e.computer.bus is None and e.computer.system == "Darwin",
        "no serial port",
        "the strap is not plugged in, its cable only charges, macOS has not allowed it, or its "
        "driver is missing",
        "try a cable that carries data, and allow the accessory when macOS asks. An older macOS "
        "needs a driver: for a CP210x from silabs.com, for a CH340 from wch-ic.com",
    ),
    Rule(
        "no-port",
        ERROR,
        lambda e: (
            _nothing(e)
            and e.computer.bus is None
            and e.computer.system not in ("Windows", "Darwin")
        ),
        "no serial port",
        "the strap is not plugged in, its cable only charges, or its driver is missing",
        "plug it in with a cable that carries data; name its port with --port",
    ),
    Rule(
        "group-not-yet",
        WARNING,
        lambda e: _linux(e) and _member(e) and not _active(e),
        "the user is in the group {group}, this session is not",
        "the session began before the user joined",
        "log out and in again (or restart); for this terminal alone: newgrp {group}",
    ),
    Rule(
        "group-missing",
        WARNING,
        lambda e: _linux(e) and not _member(e) and not _active(e),
        "the user is not in the group {group}",
        "serial ports may not open; some systems give them to who sits at the screen all the same",
        "if a port says no permission: {join}, then log out and in",
    ),
    Rule(
        "modem-manager",
        NOTE,
        lambda e: "ModemManager" in e.computer.running,
        "ModemManager runs",
        "it tries each new port for a modem, and holds it for some seconds",
        "if a port is busy after plugging in, wait 10 s; without a modem: sudo systemctl mask "
        "--now ModemManager",
    ),
    Rule(
        "no-node",
        NOTE,
        lambda e: not e.computer.node,
        "Node 20 is not there",
        "`backstrap virtual` and `demo` cannot run; a real strap needs none of it",
        "nothing, or install Node",
    ),
)
