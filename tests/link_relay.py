"""What the tests of the wire share: a relay that loses the link when told to."""

import socket
import threading
import time
from contextlib import suppress


class Relay:
    """Passes bytes between a host and a virtual strap.

    cut_after, mute_after: bytes from the host after which both ends are closed, or after which
    nothing passes any more; None: never.
    """

    def __init__(self, address, cut_after=None, mute_after=None):
        host, port = address.removeprefix("socket://").split(":")
        self._strap = socket.create_connection((host, int(port)))
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = "socket://127.0.0.1:%d" % self._server.getsockname()[1]
        self._left = cut_after if cut_after is not None else mute_after
        self._mute = mute_after is not None
        self.lost = False
        self.lost_at = 0.0
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._close()
        self._server.close()

    def _serve(self):
        try:
            self._host, _ = self._server.accept()
            threading.Thread(target=self._answers, daemon=True).start()
            while data := self._host.recv(256):
                if self._left is not None:
                    data, self._left = data[: self._left], max(0, self._left - len(data))
                if data:
                    self._strap.sendall(data)
                if self._left == 0 and not self.lost:
                    self.lost, self.lost_at = True, time.monotonic()
                    if not self._mute:
                        break
        except OSError:
            pass
        if not self.lost or not self._mute:
            self._close()

    def _answers(self):
        try:
            while data := self._strap.recv(4096):
                if not self.lost:
                    self._host.sendall(data)
        except OSError:
            pass

    def _close(self):
        for end in (self._strap, getattr(self, "_host", self._strap)):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
