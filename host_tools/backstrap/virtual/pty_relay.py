"""A symlink that behaves like the strap's serial port: a raw PTY joined to its TCP port."""

import os
import select
import socket
import threading
from contextlib import suppress
from pathlib import Path

from backstrap.errors import UserError

_FULL_S = 1.0  # nobody reads: what is sent is dropped, as a USB port does


class PtyRelay:
    """Always hands out the symlink: mpremote 1.29 waits for ever on a name in /dev/pts/."""

    def __init__(self, link: Path, address: tuple[str, int]) -> None:
        """UserError when link is in the way of something, or there are no PTYs."""
        try:
            import tty
        except ImportError:
            raise UserError("--pty needs Linux or macOS; use --tcp") from None
        if link.is_symlink():
            link.unlink()
        elif link.exists():
            raise UserError(f"{link}: exists and is no symlink; choose another name for --pty")
        self._link = link
        self._master, self._slave = os.openpty()  # the slave stays open: no hang-ups
        tty.setraw(self._slave)  # else \r\n becomes \r\r\n, and everything is echoed
        self._socket = socket.create_connection(address)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            link.symlink_to(os.ttyname(self._slave))
        except OSError as e:
            raise UserError(f"{link}: cannot be made: {e.strerror}") from e
        self._thread = threading.Thread(target=self._relay, daemon=True)
        self._thread.start()

    def _relay(self) -> None:
        with suppress(OSError):
            while True:
                ready, _, _ = select.select([self._master, self._socket.fileno()], [], [])
                if self._master in ready:
                    self._socket.sendall(os.read(self._master, 4096))
                if self._socket.fileno() in ready:
                    data = self._socket.recv(4096)
                    if not data:
                        return
                    self._down(data)

    def _down(self, data: bytes) -> None:
        while data:
            _, free, _ = select.select([], [self._master], [], _FULL_S)
            if not free:
                return
            data = data[os.write(self._master, data[:256]) :]

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(2)
        self._socket.close()
        for fd in (self._master, self._slave):
            with suppress(OSError):
                os.close(fd)
        self._link.unlink(missing_ok=True)
