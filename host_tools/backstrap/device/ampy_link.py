"""adafruit-ampy's way to a strap: for whoever has trouble with mpremote's.

Of ampy its raw mode is used: paced writes and no raw-paste. Its files are not: they write the
final name in place. The port is opened here, because ampy's constructor waits for ever, shares
the port, and knows no socket://HOST:PORT. Its reads wait as long as Reading's.
"""

import serial

from backstrap.device import strap_link
from backstrap.device.wire import SILENCE_S, Reading, SaidError
from backstrap.errors import UserError

try:
    from ampy.pyboard import Pyboard, PyboardError
except ImportError:
    raise UserError(
        "--transport ampy needs adafruit-ampy: `pip install 'backstrap[ampy]'`; or leave it out, "
        "mpremote is there"
    ) from None

_BAUD = 115200


class _Transport(Reading, Pyboard):
    """ampy's, with our waits and errors."""

    use_raw_paste = False

    def __init__(self, address: str) -> None:
        self.serial = serial.serial_for_url(address, _BAUD, timeout=SILENCE_S, exclusive=True)
        self.serial.write_timeout = SILENCE_S

    def run(self, command: bytes) -> bytes:
        """What the command printed."""
        try:
            return bytes(self.exec_(command))
        except PyboardError as e:  # no Exception: what catches those would miss it
            if len(e.args) == 3:
                raise SaidError(e.args[2].decode("utf-8", "replace")) from None
            raise OSError(str(e)) from None


def open_link(address: str, back_s: float = strap_link.BACK_S) -> strap_link.StrapLink:
    """See strap_link.open_link."""
    return strap_link.open_link(address, _Transport, back_s)
