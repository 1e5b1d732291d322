"""mpremote's way to a strap on a serial port (or socket://HOST:PORT).

The only file that imports mpremote, which promises no stable interface: its version is pinned.
"""

import struct

from mpremote.transport import TransportError, TransportExecError
from mpremote.transport_serial import SerialTransport

from backstrap.device import strap_link
from backstrap.device.wire import SILENCE_S, Reading, SaidError


class _Transport(Reading, SerialTransport):
    """mpremote's, opened, with our waits and errors."""

    def __init__(self, address: str) -> None:
        try:
            super().__init__(address, timeout=SILENCE_S)
        except TransportError as e:
            raise OSError(str(e)) from None
        self.serial.write_timeout = SILENCE_S

    def exec_raw_no_follow(self, command: bytes) -> None:
        """mpremote asks for raw-paste too, but prints what it does not understand."""
        self.ask_raw_paste()
        if not self.write_first(command):
            super().exec_raw_no_follow(command)

    def run(self, command: bytes) -> bytes:
        """What the command printed."""
        try:
            return bytes(self.exec(command))
        except TransportExecError as e:
            raise SaidError(e.error_output) from None
        except (TransportError, struct.error) as e:
            raise OSError(str(e)) from None


def open_link(address: str, back_s: float = strap_link.BACK_S) -> strap_link.StrapLink:
    """See strap_link.open_link."""
    return strap_link.open_link(address, _Transport, back_s)
