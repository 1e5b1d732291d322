"""Which serial ports may have a strap behind them, and why one cannot be opened."""

import errno
from collections.abc import Iterable

import serial
from serial.tools import list_ports

from backstrap import board_file

# Bridges and chips that boards with an ESP32 use besides those in boards/*.toml.
_KNOWN = {"1a86:55d4", "0403:6001", "303a:4001"}
_MAKERS = ("303a:", "239a:")  # Espressif and Adafruit: boards with ids of their own
_BUSY = "another program holds it; close the other terminal or editor"
_HINTS = {
    errno.ENOENT: "not plugged in, a charge-only cable, or its driver is missing",
    errno.EACCES: "no permission; on Linux: sudo usermod -aG dialout $USER, then log out and in",
    errno.EAGAIN: _BUSY,
    errno.EBUSY: _BUSY,
}


def candidates() -> list[str]:
    """USB serial ports: those with an id of a known board first, then the others."""
    known = _KNOWN | board_file.usb_ids()
    ports = [port for port in list_ports.comports() if port.vid is not None]
    ids = {port.device: f"{port.vid:04x}:{port.pid or 0:04x}" for port in ports}
    return sorted(ids, key=lambda device: (not _is_known(ids[device], known), device))


def usb_serial(address: str) -> str:
    """The serial number that the USB chip behind a port has; empty where it has none."""
    found = (port for port in list_ports.comports() if port.device == address)
    return next((str(port.serial_number or "") for port in found), "")


def where(serial_number: str) -> str | None:
    """The port of the USB chip with this serial number; None while it is not plugged in."""
    found = (port for port in list_ports.comports() if port.serial_number == serial_number)
    return next((str(port.device) for port in found), None) if serial_number else None


def _is_known(usb_id: str, known: Iterable[str]) -> bool:
    return usb_id in known or usb_id.startswith(_MAKERS)


def why_not(address: str) -> str:
    """Why a port that did not open does not: what to do, and what the system says."""
    try:
        serial.serial_for_url(address, timeout=5, exclusive=True).close()
    except (OSError, ValueError, TypeError) as e:  # TypeError: socket:// without a port number
        hint = _HINTS.get(getattr(e, "errno", None) or 0, "check the address, is the strap on?")
        return f"{hint} ({e})"
    return "it was busy for a moment; run the command again"
