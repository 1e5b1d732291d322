"""The doctor's rules on evidence: texts as chips, systems and MicroPython give them. Every row of
the tables is here."""

from errno import EACCES, EAGAIN, EBUSY, ECONNREFUSED, EIO, ENOENT, ENOTTY
from pathlib import Path

import pytest

from backstrap.device.doctor import judge, page
from backstrap.device.doctor.evidence import Computer, Evidence, error_number, join, resets
from backstrap.device.plain import one_line, plain

ROOT = Path(__file__).parents[1]
DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n'
UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n'
FEDORA = 'NAME="Fedora Linux"\nID=fedora\n'
SUSE = 'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n'
ARCH = 'NAME="Arch Linux"\nID=arch\n'
MANJARO = "ID=manjaro\nID_LIKE=arch\n"
ALPINE = "ID=alpine\n"
NIXOS = "ID=nixos\n"

KNOWN = frozenset({"1a86:7523", "10c4:ea60", "303a:1001"})
LINUX = Computer(
    "Linux",
    DEBIAN,
    member=frozenset({"me", "dialout"}),
    active=frozenset({"me", "dialout"}),
    ports={"/dev/ttyUSB0": "10c4:ea60"},
    known=KNOWN,
)
MAC = LINUX._replace(system="Darwin", os_release="", ports={})
WINDOWS = MAC._replace(system="Windows")
ALONE = LINUX._replace(ports={}, bus=frozenset({"1d6b:0002"}))
PORT = Evidence(LINUX, "/dev/ttyUSB0", "10c4:ea60", ours="0.1.0")

# What the ROM of each chip says at a reset; then what came after it.
ESP32_ROM = (
    b"ets Jul 29 2019 12:21:46\r\n\r\nrst:%s,boot:%s\r\n"
    b"configsip: 0, SPIWP:0xee\r\nclk_drv:0x00,q_drv:0x00,d_drv:0x00\r\nmode:DIO, clock div:2\r\n"
)
POWERON = ESP32_ROM % (b"0x1 (POWERON_RESET)", b"0x13 (SPI_FAST_FLASH_BOOT)")
C3_ROM = (
    b"ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\nrst:%s,boot:%s\r\n"
    b"SPIWP:0xee\r\nmode:DIO, clock div:1\r\n"
)
PANIC = (
    b"Guru Meditation Error: Core  0 panic'ed (Load access fault). Exception was unhandled.\r\n"
    b"Rebooting...\r\n"
)
TRACEBACK = (
    b"reset cause 1\r\nTraceback (most recent call last):\r\n"
    b"  File \"main.py\", line 81, in main\r\nImportError: no module named 'strap'\r\n\r\n"
)
BANNER = (
    b"MicroPython v1.29.0 on 2026-08-01; ESP32C3 module with ESP32C3\r\n"
    b'Type "help()" for more information.\r\n>>> '
)
CIRCUIT = b"\r\nAdafruit CircuitPython 9.2.1 on 2024-11-20; Feather S3 with ESP32S3\r\n>>> "

IDENTITY = {
    "machine": "ESP32C3 module with ESP32C3",
    "platform": "esp32",
    "micropython": "1.29.0",
    "mpy": 6,
    "uid": "aabbcc",
    "installed": True,
}
STATUS = {
    "backstrap": "0.1.0",
    "board": "esp32-c3-supermini",
    "state": "HOME",
    "faults": [],
    "bad": [],
    "unpulled": 0,
}


def refused(number, computer=LINUX, **more):
    return PORT._replace(computer=computer, errno=number, said="its words", **more)


NO_FILES = b"The filesystem appears to be corrupted. If you had important data there, you\r\n"
BROKEN_OFF = b'  File "inisetup.py", line 32, in fs_corrupted\r\nKeyboardInterrupt: \r\n'


def heard(*parts, **more):
    return PORT._replace(heard=b"".join(parts), **more)


def prompt(crash="", **more):
    return heard(BANNER, identity=IDENTITY | more, crash=crash)


def answers(**more):
    return PORT._replace(status=STATUS | more)


def new_user(**more):
    return Evidence(LINUX._replace(**more))


NOBODY = LINUX._replace(active=frozenset({"me"}), member=frozenset({"me"}))
NOT_YET = LINUX._replace(active=frozenset({"me"}))

# (rule, evidence, words that its finding must have)
CASES = [
    ("busy-for-a-moment", refused(0), "run the command again"),
    ("not-plugged", refused(ENOENT), "charge-only cable"),
    ("busy", refused(EBUSY, holders=("picocom (4242)",)), "close picocom (4242)"),
    ("busy", refused(EAGAIN, holders=("a (1)", "b (2)")), "close a (1), b (2)"),
    ("busy-unseen", refused(EBUSY), "Thonny"),
    ("busy-unseen", refused(EACCES, WINDOWS), "PuTTY"),
    ("log-in-again", refused(EACCES, NOT_YET), "newgrp dialout"),
    ("log-in-again", refused(EACCES, NOT_YET, group="dialout"), "log out and in again"),
    ("root-only", refused(EACCES, NOBODY, group="root"), "container"),
    ("no-permission", refused(EACCES, NOBODY), "sudo usermod -aG dialout $USER, then log out"),
    ("no-permission", refused(EACCES, NOBODY, group="plugdev"), "usermod -aG plugdev $USER"),
    ("no-permission-here", refused(EACCES, MAC), "/dev/cu.*"),
    ("no-serial-port", refused(ENOTTY), "choose one of: /dev/ttyUSB0"),
    ("went-away", refused(EIO), "another cable"),
    ("nobody-there", refused(ECONNREFUSED, port="socket://localhost:1"), "virtual start"),
    ("bad-address", refused(None, port="socket://x"), "socket://HOST:PORT"),
    ("does-not-open", refused(None), "its words"),
    ("no-file-system", heard(POWERON, NO_FILES * 2), "cannot mount its flash"),
    ("no-file-system", heard(BROKEN_OFF, lost=True), "install --image FILE --board NAME"),
    ("micropython-too-old", prompt(micropython="1.24.1", mpy=6), "MicroPython 1.24.1"),
    ("micropython-too-new", prompt(micropython="2.0.0", mpy=7), "MicroPython 1.29 for the board"),
    ("no-strap", prompt(installed=False), "backstrap install --board NAME"),
    ("safe-mode", prompt("slot a\nValueError: no", safe_mode=True), "ValueError: no"),
    ("crashed", prompt("reset cause 1\nTraceback ...\nMemoryError: no"), "MemoryError: no"),
    ("at-the-prompt", prompt(), "`backstrap info` starts it"),
    ("circuitpython", heard(CIRCUIT), "CircuitPython 9.2.1"),
    (
        "boot-loader",
        heard(
            b"ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET)",
            b",boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))\r\nwaiting for download\r\n",
        ),
        "let go of BOOT",
    ),
    (
        "boot-loader",
        heard(C3_ROM % (b"0x15 (USB_UART_CHIP_RESET)", b"0x5 (DOWNLOAD(USB/UART0/1))")),
        "press reset",
    ),
    ("no-image", heard(POWERON, b"invalid header: 0xffffffff\r\n" * 9), "0x1000 on an ESP32"),
    (
        "brownout",
        heard(POWERON, b"\r\nBrownout detector was triggered\r\n\r\n", POWERON),
        "a short cable",
    ),
    ("crash-loop", heard(TRACEBACK), "no module named 'strap'"),
    ("boot-loop", heard(POWERON, PANIC, POWERON, PANIC, POWERON), "began anew 3 times"),
    (
        "boot-loop",
        heard((C3_ROM % (b"0x3 (RTC_SW_SYS_RST)", b"0xc (SPI_FAST_FLASH_BOOT)")) * 2),
        "began anew 2 times",
    ),
    ("comes-and-goes", heard(POWERON, lost=True), "another cable"),
    ("other-firmware", heard(b"$GPGGA,123519,4807.038,N\r\n"), "$GPGGA,123519"),
    ("other-firmware", heard(POWERON, b"Hello from a sketch\r\n"), "Hello from a sketch"),
    ("shared", heard(holders=("screen (7)",)), "close screen (7)"),
    ("uf2-boot-loader", heard(usb="239a:811b"), "Adafruit"),
    ("s2-boot-loader", heard(usb="303a:0002"), "303a:4001"),
    ("usb-boot-loader", heard(usb="303a:1001"), "303a:4001"),
    ("silent", heard(), "nothing is heard"),
    ("silent", heard(b"\r\n"), "press the board's reset button"),
    ("well", answers(), "BackStrap 0.1.0, board esp32-c3-supermini"),
    ("well", answers(clock=[2026, 8, 1, 21, 5, 9], free=300_000), "clock 2026-08-01 21:05"),
    ("well", answers(clock=[2026, 8, 1, 21, 5, 9], free=300_000), "292 KiB"),
    ("fell-back", answers(fell_back=True, slot="a"), "slot a runs again"),
    ("on-trial", answers(trial=1, slot="b"), "slot b is on trial"),
    ("other-version", answers(backstrap="0.0.9"), "BackStrap 0.0.9 is on the strap, 0.1.0"),
    ("parts-missing", answers(faults=["Sensor, I2C address 0x5C, does not answer"]), "0x5C"),
    ("routines-unusable", answers(bad=["neck.jsonl: too long"]), "neck.jsonl: too long"),
    ("clock-unset", answers(clock=[2000, 1, 1, 0, 5, 9]), "this connection has set it"),
    ("flash-little", answers(free=12_288), "12288 bytes"),
    ("unpulled", answers(unpulled=3), "3 records"),
    (
        "brltty-took-it",
        Evidence(ALONE._replace(bus=frozenset({"1a86:7523"}), running=frozenset({"brltty"}))),
        "apt remove brltty",
    ),
    ("driver-missing", Evidence(ALONE._replace(bus=frozenset({"1a86:7523"}))), "1a86:7523 is"),
    ("nothing-on-usb", Evidence(ALONE), "only charges"),
    ("no-port-windows", Evidence(WINDOWS), "Device Manager"),
    ("no-port-mac", Evidence(MAC), "allow the accessory"),
    ("no-port", Evidence(ALONE._replace(bus=None)), "--port"),
    ("group-not-yet", Evidence(NOT_YET), "newgrp dialout"),
    ("group-missing", Evidence(NOBODY), "sudo usermod -aG dialout $USER"),
    ("modem-manager", new_user(running=frozenset({"ModemManager"})), "wait 10 s"),
    ("no-node", new_user(node=False), "a real strap needs none of it"),
]


def findings(evidence):
    if evidence.port:
        return judge.of_port(evidence)
    return judge.of_computer(evidence.computer)


@pytest.mark.parametrize(("rule", "evidence", "words"), CASES)
def test_a_rule_finds_what_it_is_for(rule, evidence, words):
    found = {one.id: one for one in findings(evidence)}
    assert rule in found, list(found)
    one = found[rule]
    assert words in f"{one.seen}\n{one.means}\n{one.next}"
    assert one.seen and one.means and one.next and one.port == evidence.port


def test_no_rule_is_without_a_case():
    rules = [rule.id for _, table in judge.TABLES for rule in table]
    assert sorted(set(rules)) == sorted(rules), "two rules share an id"
    assert {rule for rule, _, _ in CASES} == set(rules)


@pytest.mark.parametrize(
    "evidence", [evidence for _, evidence, _ in CASES if evidence.port and not evidence.status]
)
def test_of_what_excludes_each_other_one_is_found(evidence):
    assert len(judge.of_port(evidence)) == 1


def test_all_is_well_is_all_that_is_said_of_a_strap_that_is():
    whole = answers(clock=[2026, 8, 1, 21, 5, 9], free=300_000)
    assert [one.id for one in judge.of_port(whole)] == ["well"]
    assert judge.of_computer(LINUX) == []
    assert judge.of_computer(LINUX._replace(root=True, active=frozenset())) == []


def test_a_port_named_by_its_address_needs_no_usb():
    assert [one.id for one in judge.of_computer(ALONE)] == ["nothing-on-usb"]
    assert judge.of_computer(ALONE, "socket://strap:1") == []
    assert judge.of_computer(ALONE._replace(virtual=("socket://localhost:1",))) == []


@pytest.mark.parametrize(
    ("os_release", "group", "command"),
    [
        (DEBIAN, "dialout", "sudo usermod -aG dialout $USER"),
        (UBUNTU, "dialout", "sudo usermod -aG dialout $USER"),
        (FEDORA, "dialout", "sudo usermod -aG dialout $USER"),
        (SUSE, "dialout", "sudo usermod -aG dialout $USER"),
        (ARCH, "uucp", "sudo usermod -aG uucp $USER"),
        (MANJARO, "uucp", "sudo usermod -aG uucp $USER"),
        (ALPINE, "dialout", "sudo addgroup $USER dialout"),
        (NIXOS, "dialout", 'add "dialout" to your extraGroups, then sudo nixos-rebuild switch'),
        ("", "dialout", "sudo usermod -aG dialout $USER"),
    ],
)
def test_the_group_is_the_distributions(os_release, group, command):
    assert join(Computer(os_release=os_release)) == (group, command)


@pytest.mark.parametrize(
    ("error", "number"),
    [
        (OSError(2, "No such file or directory"), 2),
        (OSError("Could not configure port: (25, 'Inappropriate ioctl for device')"), 25),
        (OSError("Could not open port socket://x:1: [Errno 111] Connection refused"), 111),
        (OSError("could not open port 'COM3': PermissionError(13, 'Access is denied.')"), 13),
        (OSError("could not open port 'COM9': FileNotFoundError(2, 'cannot find the file')"), 2),
        (ValueError("invalid URL, protocol 'strange' not known"), None),
    ],
)
def test_the_number_of_an_error_that_has_it_in_its_text(error, number):
    assert error_number(error) == number


def test_resets_are_counted_not_banners():
    assert resets(POWERON + PANIC + POWERON) == 2
    assert resets(BANNER) == 0


def test_what_a_device_says_cannot_steer_a_terminal():
    (found,) = judge.of_port(heard(b"\x1b]0;owned\x07\x1b[2J\xff{said} %s\r\nnext"))
    assert "\\x1b]0;owned\\x07\\x1b[2J\\xff{said} %s | next" in found.seen
    (found, *_) = judge.of_port(answers(board="\x1b[31m\u202ered", faults=["a\nb"]))
    assert found.seen.isprintable()
    assert plain(b"a\r\nb\rc\x00") == "a\nb\\x0dc\\x00"
    assert one_line("x" * 500, 10) == "x" * 10


def test_the_page_is_the_tables():
    assert (ROOT / "docs/trouble.md").read_text(encoding="utf-8") == page.markdown()
    assert "{" not in page.markdown()
