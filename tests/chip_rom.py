"""An ESP32 before it has a program: its boot loader's serial protocol on TCP, as Espressif's
documentation of esptool has it; and, once it was flashed and let go of, the MicroPython that would
then run there."""

import hashlib
import socket
import struct
import threading
import zlib
from contextlib import suppress

_W0 = 0x60002058  # of the C3's SPI unit: where an answer of the flash chip is read
_FLASH_4MB = 0x1640C8  # its maker, kind and size


class Chip:
    """chip_id as in images; flash is what was written. then: the address of what runs after it."""

    def __init__(self, chip_id, then):
        self.chip_id = chip_id
        self.then = then
        self.flash = bytearray(b"\x00" * (4 << 20))  # something else was there
        self.erased = 0
        self.commands = []
        self._stub = False
        self._packed = None
        self._at = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = "socket://127.0.0.1:%d" % self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)  # else the thread goes on waiting
        self._server.close()

    def _serve(self):
        with suppress(OSError):
            while True:
                host, _ = self._server.accept()
                with host:
                    if self.erased and self.then:
                        self._run(host)
                    else:
                        self._boot_loader(host)

    def _run(self, host):
        address, port = self.then.removeprefix("socket://").split(":")
        with socket.create_connection((address, int(port))) as strap:
            threading.Thread(target=_pass, args=(strap, host), daemon=True).start()
            _pass(host, strap)

    def _boot_loader(self, host):
        self._stub = False
        frame, heard = None, b""
        with suppress(OSError):
            while heard := host.recv(4096):
                for byte in heard:
                    if byte != 0xC0:
                        if frame is not None:
                            frame.append(byte)
                    elif frame:
                        packet = bytes(frame).replace(b"\xdb\xdc", b"\xc0")
                        self._answer(host, packet.replace(b"\xdb\xdd", b"\xdb"))
                        frame = None
                    else:
                        frame = bytearray()

    def _answer(self, host, packet):
        _, op, size, _ = struct.unpack("<BBHI", packet[:8])
        data = packet[8 : 8 + size]
        self.commands.append(op)
        value, answer = self._do(op, data)
        body = answer + bytes(2 if self._stub else 4)
        reply = struct.pack("<BBHI", 1, op, len(body), value) + body
        for _ in range(8 if op == 0x08 else 1):
            host.sendall(_framed(reply))
        if op == 0x06:  # the program that was loaded to RAM says so
            self._stub = True
            host.sendall(_framed(b"OHAI"))

    def _do(self, op, data):
        words = struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
        if op == 0x08:
            return 1, b""
        if op == 0x0A:
            return _FLASH_4MB if words[0] == _W0 else 0, b""
        if op == 0x14:
            return 0, struct.pack("<IB7xII", 0, 0, self.chip_id, 0)
        if op == 0xD0:
            self.flash[:] = b"\xff" * len(self.flash)
            self.erased += 1
        elif op == 0x10:
            self._packed, self._at = zlib.decompressobj(), words[3]
        elif op == 0x11:
            piece = self._packed.decompress(data[16:])
            self.flash[self._at : self._at + len(piece)] = piece
            self._at += len(piece)
        elif op == 0x13:
            return 0, hashlib.md5(self.flash[words[0] : words[0] + words[1]]).digest()
        return 0, b""


def _framed(reply):
    return b"\xc0" + reply.replace(b"\xdb", b"\xdb\xdd").replace(b"\xc0", b"\xdb\xdc") + b"\xc0"


def _pass(source, sink):
    with suppress(OSError):
        while data := source.recv(4096):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)
