"""What the tests of the wire share: a relay that counts, goes no faster than a wire, and loses the
link when told to."""

import socket
import threading
import time
from contextlib import suppress


class Relay:
    """Passes bytes between hosts, one after the other, and a virtual strap.

    cut_after, mute_after: bytes from the host after which both ends are closed, or after which
    nothing passes any more; None: never. cuts: the first so many connections are cut, each after
    cut_after bytes of its own; beyond them the relay is a good one. at_cut is called before a
    cut. damaged_at: the byte from the host that arrives as another. With comes_back false nobody
    can connect again after a cut. rate: bytes a second, each way; None: as fast as they come.
    sent, received: bytes from and to the host. trips: times that the host had said something and
    an answer came. used_s: from the first connection to the end of the last.
    """

    def __init__(
        self,
        address,
        cut_after=None,
        mute_after=None,
        rate=None,
        cuts=1,
        comes_back=False,
        damaged_at=None,
        at_cut=lambda: None,
    ):
        host, port = address.removeprefix("socket://").split(":")
        self._to = (host, int(port))
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = "socket://127.0.0.1:%d" % self._server.getsockname()[1]
        self._cut_after = cut_after if cut_after is not None else mute_after
        self._mute = mute_after is not None
        self._cuts = cuts if self._cut_after is not None else 0
        self._comes_back = comes_back
        self._rate = rate
        self._damaged_at = damaged_at
        self._at_cut = at_cut
        self._ends = []
        self._asked = False
        self.cut = 0  # connections so far
        self.lost = False
        self.lost_at = 0.0
        self.sent = self.received = self.trips = 0
        self._begun = self._ended = 0.0
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def used_s(self):
        return self._ended - self._begun

    @property
    def wire(self):
        return self.sent + self.received

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.close()
        self._close()

    def _serve(self):
        with suppress(OSError):  # the end of its context
            while True:
                host, _ = self._server.accept()
                self._begun = self._begun or time.monotonic()
                strap = socket.create_connection(self._to)
                for end in (host, strap):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._ends = [host, strap]
                back = threading.Thread(target=self._answers, args=(strap, host), daemon=True)
                back.start()
                self._requests(host, strap)
                if not (self._mute and self.lost):
                    self._close()
                self._ended = time.monotonic()
                back.join(5)

    def _requests(self, host, strap):
        left = self._cut_after if self._cuts else None
        pace = Pace(self._rate)
        with suppress(OSError):
            while data := host.recv(pace.piece):
                if left is not None:
                    data, left = data[:left], max(0, left - len(data))
                if data:
                    self._asked = True
                    data = self._damaged(data)
                    self.sent += len(data)
                    pace.wait(len(data))
                    strap.sendall(data)
                if left == 0 and self._cuts:
                    self._lose()
                    if not self._mute:
                        return

    def _damaged(self, data):
        at = -1 if self._damaged_at is None else self._damaged_at - self.sent
        if not 0 <= at < len(data):
            return data
        return data[:at] + bytes([data[at] ^ 0x20]) + data[at + 1 :]

    def _lose(self):
        self._at_cut()
        self._cuts -= 1
        self.cut += 1
        self.lost, self.lost_at = True, time.monotonic()
        if not self._comes_back and not self._mute:
            self._server.close()

    def _answers(self, strap, host):
        pace = Pace(self._rate)
        with suppress(OSError):
            while data := strap.recv(pace.piece):
                if self._mute and self.lost:
                    continue
                if self._asked:
                    self.trips += 1
                    self._asked = False
                self.received += len(data)
                pace.wait(len(data))
                host.sendall(data)
            if not (self._mute and self.lost):
                self._close()  # the strap has gone

    def _close(self):
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class Pace:
    """When the bytes of one direction have passed a wire that is no faster than rate."""

    def __init__(self, rate):
        self._rate = rate
        self._free_at = 0.0
        self.piece = 32 if rate else 4096

    def wait(self, count):
        if not self._rate:
            return
        self._free_at = max(self._free_at, time.monotonic()) + count / self._rate
        time.sleep(max(0.0, self._free_at - time.monotonic()))
