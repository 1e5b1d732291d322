"""Which serial ports may have a strap behind them."""

from serial.tools import list_ports

from backstrap import board_file

# Bridges and chips that boards with an ESP32 use besides those in boards/*.toml.
_KNOWN = {"1a86:55d4", "0403:6001", "303a:4001"}
_MAKERS = ("303a:", "239a:")  # Espressif and Adafruit: boards with ids of their own


def known_ids() -> set[str]:
    """USB ids (vvvv:pppp) of the bridges and chips on boards with an ESP32."""
    return _KNOWN | board_file.usb_ids()


def usb_ids() -> dict[str, str]:
    """The USB id of each USB serial port, by the port's name."""
    found = [port for port in list_ports.comports() if port.vid is not None]
    return {port.device: f"{port.vid:04x}:{port.pid or 0:04x}" for port in found}


def candidates() -> list[str]:
    """USB serial ports: those with an id of a known board first, then the others."""
    known, ids = known_ids(), usb_ids()
    return sorted(ids, key=lambda device: (not _is_known(ids[device], known), device))


def usb_serial(address: str) -> str:
    """The serial number that the USB chip behind a port has; empty where it has none."""
    found = (port for port in list_ports.comports() if port.device == address)
    return next((str(port.serial_number or "") for port in found), "")


def where(serial_number: str) -> str | None:
    """The port of the USB chip with this serial number; None while it is not plugged in."""
    found = (port for port in list_ports.comports() if port.serial_number == serial_number)
    return next((str(port.device) for port in found), None) if serial_number else None


def _is_known(usb_id: str, known: set[str]) -> bool:
    return usb_id in known or usb_id.startswith(_MAKERS)
