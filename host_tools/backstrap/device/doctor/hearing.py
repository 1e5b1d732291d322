"""What is behind a port that opens, but not a strap whose app answers. The first rule that fits is
the finding; the last one always does. The chips' and MicroPython's own texts are looked for."""

from typing import Any

from backstrap.device.doctor.evidence import Evidence, resets
from backstrap.device.doctor.rules import ERROR, NOTE, Rule

_LOOP = 2  # resets heard: one is the board's, for opening the port resets many
_LOADER = (b"waiting for download", b"(DOWNLOAD")
_NO_IMAGE = (b"invalid header: 0x", b"No bootable app partition", b"flash read err")
# MicroPython says the first every 3 s for as long as it cannot mount its flash; the second is what
# it says when Ctrl-C ends that.
_NO_FILES = (b"filesystem appears to be corrupted", b"in fs_corrupted")
_WEAK = (b"Brownout detector was triggered", b"BROWNOUT")
_S2_ROM = "303a:0002"
_UF2 = "239a:"
PROMPT = b">>> "
TESTED = (1, 29)
_MPY = 6


def _any(e: Evidence, texts: tuple[bytes, ...]) -> bool:
    return any(text in e.heard for text in texts)


def _identity(e: Evidence) -> dict[str, Any]:
    return e.identity or {}


def _version(e: Evidence) -> tuple[int, ...]:
    parts = str(_identity(e).get("micropython", "")).split(".")[:2]
    return tuple(int(part) for part in parts if part.isdigit())


# What decides as soon as it is heard.
TOLD = (
    Rule(
        "no-file-system",
        ERROR,
        lambda e: _any(e, _NO_FILES),
        "MicroPython cannot mount its flash",
        "the file system is damaged; the firmware, the routines and the records on it are lost",
        "`backstrap install --image FILE --board NAME` erases the board and makes it new; FILE is "
        "MicroPython 1.29 for the board (micropython.org/download)",
    ),
    Rule(
        "micropython-too-old",
        ERROR,
        lambda e: e.identity and _version(e) < TESTED,
        "{identity}",
        "this MicroPython is too old for the firmware",
        "put MicroPython 1.29 for the board on it (micropython.org/download), then `backstrap "
        "install --board NAME`",
    ),
    Rule(
        "micropython-too-new",
        ERROR,
        lambda e: e.identity and e.identity.get("mpy") != _MPY,
        "{identity}, which reads other bytecode than version 6",
        "this MicroPython cannot run the firmware",
        "put MicroPython 1.29 for the board on it (micropython.org/download), then `backstrap "
        "install --board NAME`",
    ),
    Rule(
        "no-strap",
        ERROR,
        lambda e: e.identity and not e.identity.get("installed"),
        "{identity}, without BackStrap",
        "the board is ready for its firmware",
        "`backstrap install --board NAME`; the boards there are: {boards}",
    ),
    Rule(
        "safe-mode",
        ERROR,
        lambda e: e.identity and e.identity.get("safe_mode"),
        "safe mode: the firmware crashed again and again; it says: {crash}",
        "neither slot holds a firmware that starts, or what it reads is damaged",
        "`backstrap update` puts sound firmware on it, `backstrap install --board NAME` its "
        "board.json too; pulling its plug makes it try once more",
    ),
    Rule(
        "crashed",
        ERROR,
        lambda e: e.identity and e.crash,
        "the app does not run; /crash.txt ends with: {crash}",
        "the firmware stopped with an error, now or some time ago",
        "`backstrap install --board NAME` puts sound firmware into the other slot, and starts it",
    ),
    Rule(
        "at-the-prompt",
        NOTE,
        lambda e: e.identity,
        "{identity}, with BackStrap; its app does not run",
        "somebody stopped it: the menu's USB, a terminal, or a tool that was cut off",
        "`backstrap info` starts it; so does the board's reset button",
    ),
    Rule(
        "circuitpython",
        ERROR,
        lambda e: b"CircuitPython" in e.heard,
        "it says: {heard}",
        "CircuitPython, which cannot run the firmware",
        "put MicroPython 1.29 for the board on it (micropython.org/download), then `backstrap "
        "install --board NAME`",
    ),
    Rule(
        "boot-loader",
        ERROR,
        lambda e: _any(e, _LOADER),
        "the chip waits in its boot loader: {heard}",
        "its BOOT button is held, its boot pin is wired to ground, or a flashing tool left it so",
        "let go of BOOT and press reset; if it comes again, unplug what is wired to the boot pin",
    ),
    Rule(
        "no-image",
        ERROR,
        lambda e: _any(e, _NO_IMAGE),
        "the chip finds nothing to start: {heard}",
        "the flash is empty, or the image is for another chip or at another offset",
        "put MicroPython 1.29 on it: at 0x1000 on an ESP32, at 0 on an ESP32-C3, C6 or S3",
    ),
    Rule(
        "brownout",
        ERROR,
        lambda e: _any(e, _WEAK),
        "the chip's supply breaks down: {heard}",
        "the cable, the socket or the battery gives too little",
        "try a short cable and a socket at the computer; unplug the motor; charge the battery",
    ),
    Rule(
        "crash-loop",
        ERROR,
        lambda e: b"Traceback (most recent call last)" in e.heard,
        "the app stops with an error each time it starts: {heard}",
        "the firmware on it is damaged, or does not fit its board file",
        "`backstrap install --board NAME` puts sound firmware into the other slot, and starts it",
    ),
    Rule(
        "boot-loop",
        ERROR,
        lambda e: resets(e.heard) >= _LOOP,
        "the chip began anew {resets} times: {heard}",
        "what is in its flash does not run: damaged, or for another chip",
        "put MicroPython 1.29 for the board on it (micropython.org/download), then `backstrap "
        "install --board NAME`",
    ),
)
# What is left when nothing has decided for a while.
LEFT = (
    Rule(
        "comes-and-goes",
        ERROR,
        lambda e: e.lost,
        "the port went away while it was listened to",
        "a loose plug, a weak supply, or a chip that begins anew again and again",
        "try another cable and socket, then `backstrap doctor` again",
    ),
    Rule(
        "other-firmware",
        ERROR,
        lambda e: e.heard.strip(),
        "it says: {heard}",
        "neither a strap nor MicroPython: another device, or other firmware",
        "is this the right port? If so, put MicroPython 1.29 on it, then `backstrap install "
        "--board NAME`",
    ),
    Rule(
        "shared",
        ERROR,
        lambda e: e.holders,
        "nothing is heard, and {holders} has the port open too",
        "the other program takes what the strap says",
        "close {holders}, then run the command again",
    ),
    Rule(
        "uf2-boot-loader",
        ERROR,
        lambda e: e.usb.startswith(_UF2),
        "nothing is heard; {usb} is an Adafruit board",
        "it may wait in the boot loader that the board came with",
        "put MicroPython 1.29 for the board on it (micropython.org/download)",
    ),
    Rule(
        "s2-boot-loader",
        ERROR,
        lambda e: e.usb == _S2_ROM,
        "nothing is heard; {usb} is what an ESP32-S2 shows in its boot loader",
        "no MicroPython runs: it would show 303a:4001",
        "press reset without BOOT; if the id stays, put MicroPython 1.29 on it",
    ),
    Rule(
        "usb-boot-loader",
        ERROR,
        lambda e: e.usb == "303a:1001",
        "nothing is heard; {usb} is the chip's own USB, not MicroPython's",
        "an ESP32-S3 shows this id in its boot loader only (its MicroPython shows 303a:4001), an "
        "ESP32-C3 or C6 always: there the app hangs, or the flash is empty",
        "press reset without BOOT; if it stays silent, put MicroPython 1.29 on it",
    ),
    Rule(
        "silent",
        ERROR,
        lambda e: True,
        "{port} opens, but nothing is heard",
        "another device's port, a chip in its boot loader, or wires RX and TX exchanged",
        "press the board's reset button, then `backstrap doctor` again; is this the right port? "
        "There are: {ports}",
    ),
)

HEARING = TOLD + LEFT
