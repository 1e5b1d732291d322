"""The doctor on real things: ports held, closed or forbidden, chips that loop, straps that run,
crash, or are bare."""

import grp
import json
import os
import pty
import shutil
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from backstrap.cli.main import main
from backstrap.device import ports
from backstrap.device.doctor import look
from backstrap.device.link import open_link
from backstrap.errors import DeviceError
from backstrap.virtual.node import VirtualStrap
from tests.test_doctor_rules import BANNER, C3_ROM, PANIC

HOLD_IT = """
import serial, sys
port = serial.Serial(sys.argv[1], exclusive=True)
print("held", flush=True)
sys.stdin.read()
"""
LOOP = (C3_ROM % (b"0x3 (RTC_SW_SYS_RST)", b"0xc (SPI_FAST_FLASH_BOOT)") + PANIC) * 3


@pytest.fixture(scope="module", autouse=True)
def _no_other_strap(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        yield


@pytest.fixture(scope="module")
def strap(tmp_path_factory, _no_other_strap):
    with VirtualStrap(tmp_path_factory.mktemp("strap"), speed=1.0) as strap:
        yield strap


@pytest.fixture
def doctor(capsys):
    """Run it; (exit code, {id: finding})."""

    def run(*words):
        code = main(["doctor", "--json", *words])
        out, err = capsys.readouterr()
        assert "Traceback (most" not in err
        return code, {one["id"]: one for one in json.loads(out)["findings"]}

    return run


@pytest.fixture
def terminal(tmp_path):
    """A serial port that nobody speaks on: a symlink to a PTY."""
    master, slave = pty.openpty()
    link = tmp_path / "port"
    link.symlink_to(os.ttyname(slave))
    yield link
    os.close(master)
    os.close(slave)


@contextmanager
def saying(data):
    """A port whose device sends data after each question; its address, and all it was sent."""
    asked = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            with suppress(OSError):
                host, _ = server.accept()
                with host:
                    while question := host.recv(256):
                        asked.extend(question)
                        host.sendall(data)

        threading.Thread(target=serve, daemon=True).start()
        yield "socket://127.0.0.1:%d" % server.getsockname()[1], asked


# ---- no strap at all


def test_without_a_device_it_says_what_to_try(doctor, capsys):
    if ports.candidates():
        pytest.skip("a serial port is plugged in")
    code, found = doctor()
    (told,) = [one for name, one in found.items() if name.startswith(("no-port", "nothing-on"))]
    assert (code, told["level"], told["port"]) == (2, "error", "")
    assert "data" in told["next"]
    assert main(["doctor"]) == 2
    assert told["next"] in capsys.readouterr().out


def test_a_port_that_is_not_there(doctor):
    code, found = doctor("--port", "/dev/no-such-port")
    assert (code, found["not-plugged"]["port"]) == (2, "/dev/no-such-port")


def test_nobody_listens(doctor):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    code, found = doctor("--port", f"socket://127.0.0.1:{port}")
    assert (code, list(found)[-1:]) == (2, ["nobody-there"])


def test_a_file_is_no_port(doctor):
    assert "no-serial-port" in doctor("--port", "/dev/null")[1]


def test_a_folder_is_not_looked_at(capsys, tmp_path):
    assert main(["doctor", "--port", f"folder:{tmp_path}"]) == 1
    assert "a folder has no port" in capsys.readouterr().err


# ---- the computer


def test_a_held_port_names_who_holds_it(doctor, terminal, capsys):
    command = [sys.executable, "-c", HOLD_IT, str(terminal)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        code, found = doctor("--port", str(terminal))
        assert code == 2
        assert f"({other.pid})" in found["busy"]["seen"]
        assert main(["list", "--port", str(terminal)]) == 2  # every verb says the same
        assert found["busy"]["next"] in capsys.readouterr().err
        if shutil.which("lsof"):
            real = os.path.realpath(terminal)
            assert [name for name in look.by_lsof(real) if f"({other.pid})" in name]
        other.stdin.close()
    assert look.holders(str(terminal)) == ()


def as_nobody(words):
    """Exit code and stdout of a verb that another user runs: a child with no groups of root's."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        code = 70
        with suppress(Exception):
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            os.dup2(write, 1)
            sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
            sys.stderr = open(os.devnull, "w")  # noqa: SIM115
            code = main(words)
            sys.stdout.flush()
        os._exit(code)
    os.close(write)
    with open(read) as f:
        out = f.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), out


def test_a_port_without_permission(doctor, terminal, capsys):
    if not sys.platform.startswith("linux"):
        pytest.skip("permissions of ports are Linux's")
    doctor("--port", "/dev/no-such-port")  # all is imported: nobody may not read root's Python
    real = os.path.realpath(terminal)
    if os.geteuid() == 0:
        dialout = grp.getgrnam("dialout").gr_gid
        os.chown(real, 0, dialout)
    os.chmod(real, 0o060)
    words = ["doctor", "--json", "--port", real]
    if os.geteuid() == 0:
        code, out = as_nobody(words)
    else:
        code, out = main(words), capsys.readouterr().out
    found = {one["id"]: one for one in json.loads(out)["findings"]}
    assert code == 2
    told = found.get("no-permission") or found["log-in-again"]
    assert "Permission denied" in told["seen"]
    group = look.group(real)
    assert f"{group} $USER" in told["next"] or f"newgrp {group}" in told["next"]
    os.chmod(real, 0)
    assert look.group(real) == "root"  # nobody else's


def test_a_device_on_the_bus_without_a_port_misses_its_driver(tmp_path):
    assert look.bus(tmp_path / "none") is None
    for name, vendor, product in (("1-1", "1a86", "7523"), ("usb1", "1d6b", "0002")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "idVendor").write_text(vendor + "\n")
        (tmp_path / name / "idProduct").write_text(product + "\n")
    (tmp_path / "1-1:1.0").mkdir()  # an interface: it has no id
    assert look.bus(tmp_path) == {"1a86:7523", "1d6b:0002"}


def test_this_computer_is_known():
    here = look.computer([], node=True)
    if here.system != "Linux":
        pytest.skip("what is compared here is Linux's")
    assert here.os_release == Path("/etc/os-release").read_text().strip()
    names = subprocess.run(["id", "-Gn"], capture_output=True, text=True, check=True).stdout
    assert here.active == set(names.split())
    assert here.root == (os.geteuid() == 0)
    assert "1a86:7523" in here.known and "303a:1001" in here.known
    assert any(name.startswith("python") or name == "pytest" for name in here.running)


# ---- what a port says


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (LOOP, "boot-loop"),
        (b"rst:0x1 (POWERON),boot:0x5 (DOWNLOAD(USB/UART0/1))\r\nwaiting for download\r\n",
         "boot-loader"),
        (b"\r\nAdafruit CircuitPython 9.2.1; Feather S3 with ESP32S3\r\n>>> ", "circuitpython"),
    ],
)  # fmt: skip
def test_what_is_heard_is_told(doctor, data, rule):
    with saying(data) as (address, asked):
        code, found = doctor("--port", address)
    assert (code, list(found)[-1:]) == (2, [rule])
    assert asked and not asked.replace(b"\x02\n#bs status\n", b"")  # nothing else was sent


def test_a_strap_that_goes_while_it_is_listened_to(doctor, strap):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            host, _ = server.accept()
            host.recv(4)
            host.sendall(b"rst:0x")
            host.close()

        threading.Thread(target=serve, daemon=True).start()
        code, found = doctor("--port", "socket://127.0.0.1:%d" % server.getsockname()[1])
    assert (code, list(found)[-1:]) == (2, ["comes-and-goes"])


def test_a_prompt_that_lies_is_no_traceback(doctor):
    with saying(BANNER) as (address, _):
        code, _ = doctor("--port", address)
    assert code == 2


# ---- straps


def test_a_strap_that_runs_is_well_and_goes_on(doctor, strap):
    link = open_link(strap.address)
    assert link.status(10)
    link.close()
    boots = json.loads((strap.state_dir / "progress.json").read_bytes())["boots"]
    code, found = doctor("--port", strap.address)
    assert code == 0
    assert "esp32-c3-supermini" in found["well"]["seen"]
    assert json.loads((strap.state_dir / "progress.json").read_bytes())["boots"] == boots
    if not ports.candidates():
        assert doctor()[1]["well"]["port"] == strap.address  # the only one, found by itself


def test_a_bare_board_needs_the_firmware(doctor, tmp_path):
    with VirtualStrap(tmp_path, speed=1.0, bare=True) as bare:
        code, found = doctor("--port", bare.address)
        assert code == 2
        assert "MicroPython 1.29.0" in found["no-strap"]["seen"]
        assert "esp32-devkitc" in found["no-strap"]["next"]
        host, port = bare.address.removeprefix("socket://").split(":")
        with socket.create_connection((host, int(port)), 5) as terminal:
            terminal.sendall(b"\r")  # it was left at its prompt: raw mode would say nothing
            with terminal.makefile("rb") as heard:
                assert heard.read(6) == b"\r\n>>> "


def test_a_strap_at_its_prompt_and_one_that_crashed(doctor, tmp_path):
    with VirtualStrap(tmp_path, speed=1.0) as strap:
        link = open_link(strap.address)
        assert link.status(10)
        link.stop()
        link.close()
        code, found = doctor("--port", strap.address)
        assert (code, list(found)[-1:]) == (0, ["at-the-prompt"])
        link = open_link(strap.address)
        assert link.status() is None
        link.stop()
        link.stage("/crash.txt", b"reset cause 1\nTraceback:\nMemoryError: \x1b[2Jno\n")
        link.commit(["/crash.txt"], [])
        link.close()
        code, found = doctor("--port", strap.address)
        assert code == 2
        assert "MemoryError: \\x1b[2Jno" in found["crashed"]["seen"]


def test_a_strap_that_crashes_at_every_boot(doctor, tmp_path):
    with VirtualStrap(tmp_path, speed=1.0) as strap:
        (tmp_path / "app_a/strap.mpy").write_bytes(b"no bytecode")
        link = open_link(strap.address)
        link.status(10)
        link.stop()
        with suppress(DeviceError):
            link.restart()
        link.close()
        code, found = doctor("--port", strap.address)
        assert code == 2
        assert "ValueError" in found["crash-loop"]["seen"]
