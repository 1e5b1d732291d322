"""The strap under Node: real MicroPython behind a port that stock mpremote takes for a board."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import serial

from backstrap.errors import DeviceError, UserError
from backstrap.virtual.body import Body
from backstrap.virtual.node import VirtualStrap

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs PTYs")
COUNTING = """
import time
n = 0
print("main runs")
while True:
    time.sleep_ms(20)
    n += 1
"""


class Port:
    """A serial connection that waits for what it expects."""

    def __init__(self, address):
        self.serial = serial.serial_for_url(address, timeout=0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.serial.close()

    def expect(self, text, send=b"", seconds=10):
        """Send, then read up to text; all that was read."""
        if send:
            self.serial.write(send)
        got = b""
        end = time.monotonic() + seconds
        while text not in got:
            assert time.monotonic() < end, f"{text!r} did not come, but {got!r}"
            got += self.serial.read(max(1, self.serial.in_waiting))
        return got

    def prompt(self):
        """Interrupt what runs; at the friendly prompt."""
        self.expect(b">>> ", b"\r\x03\x03\x02")
        time.sleep(0.05)
        self.serial.reset_input_buffer()

    def run(self, code):
        """Output of code in the raw REPL, which is entered and left."""
        self.expect(b"raw REPL; CTRL-B to exit\r\n>", b"\r\x03\x01")
        got = self.expect(b"\x04>", b"\x04".join((code.encode(), b"")))
        out, _, error = got.removeprefix(b"OK").removesuffix(b"\x04>").partition(b"\x04")
        self.expect(b">>> ", b"\x02")
        assert error == b"", error.decode()
        return out.decode().replace("\r\n", "\n")


def mpremote(address, *words):
    command = [sys.executable, "-m", "mpremote", "connect", address, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)


@pytest.fixture(scope="module")
def strap(tmp_path_factory):
    """A strap at 1x with a main.py that runs for ever."""
    state = tmp_path_factory.mktemp("flash")
    (state / "main.py").write_text(COUNTING)
    pty = state.parent / "tty" if os.name == "posix" else None
    with VirtualStrap(state, speed=1, bare=True, pty=pty) as running:
        yield running


@pytest.fixture
def port(strap):
    with Port(strap.tcp_address) as connected:
        yield connected


@pytest.mark.parametrize("link", ["tcp", pytest.param("pty", marks=POSIX)])
def test_mpremote_works_as_on_a_board(strap, tmp_path, link):
    address = strap.tcp_address if link == "tcp" else strap.address
    data = bytes(range(256)) * 8
    here, back, script = tmp_path / "a.bin", tmp_path / "b.bin", tmp_path / "s.py"
    here.write_bytes(data)
    script.write_text("import sys\nprint('ran on', sys.platform)\n")
    done = mpremote(
        address,
        *("exec", "print(6 * 7)", "+", "fs", "mkdir", ":d"),
        *("+", "fs", "cp", str(here), ":d/a.bin", "+", "fs", "cp", ":d/a.bin", str(back)),
        *("+", "fs", "ls", "+", "fs", "ls", ":d", "+", "fs", "cat", ":main.py"),
        *("+", "run", str(script), "+", "fs", "rm", ":d/a.bin", "+", "fs", "rmdir", ":d"),
        "+",
        "soft-reset",
    )
    assert done.returncode == 0, done.stderr
    assert back.read_bytes() == data
    assert done.stdout.startswith("42\n")
    assert "a.bin" in done.stdout and "main runs" in done.stdout
    assert "ran on webassembly" in done.stdout
    assert not any(name in done.stdout for name in (" dev/", " proc/", " home/", " tmp/"))


def test_mpremote_tells_failures(strap):
    done = mpremote(strap.tcp_address, "fs", "cat", ":nothing.txt")
    assert done.returncode == 1 and "No such file or directory" in done.stderr
    done = mpremote(strap.tcp_address, "exec", "1 / 0")
    assert done.returncode == 1 and "ZeroDivisionError" in done.stderr + done.stdout


def test_ctrl_c_stops_main_and_ctrl_d_starts_it(port):
    port.prompt()
    got = port.expect(b"main runs\r\n", b"\x04")
    assert b"MPY: soft reboot" in got
    got = port.expect(b">>> ", b"\x03")
    assert b"KeyboardInterrupt" in got and b"MicroPython v1.29" in got


def test_a_soft_reset_in_raw_mode_does_not_start_main(port):
    port.prompt()
    port.expect(b"raw REPL; CTRL-B to exit\r\n>", b"\x01")
    got = port.expect(b"raw REPL; CTRL-B to exit\r\n>", b"\x04")
    assert b"OK" in got and b"MPY: soft reboot" in got and b"main runs" not in got
    got = port.expect(b"\x04\x04>", b"print('n' in globals())\x04")
    assert b"False" in got
    port.expect(b">>> ", b"\x02")


def test_raw_paste_is_refused(port):
    port.prompt()
    port.expect(b"raw REPL; CTRL-B to exit\r\n>", b"\x01")
    port.expect(b"R\x00", b"\x05A\x01")
    assert b"OK1" in port.expect(b"\x04\x04>", b"print(1)\x04")
    port.expect(b">>> ", b"\x02")


def test_errno_is_what_boards_use(port):
    code = """
import errno, os
for f in (lambda: open("no"), lambda: os.mkdir("x"), lambda: os.rmdir("x"), lambda: os.rmdir("y")):
    try:
        f()
        f()
    except OSError as e:
        print(errno.errorcode[e.errno])
"""
    assert port.run(code).split() == ["ENOENT", "EEXIST", "ENOENT", "ENOENT"]


def test_a_running_program_reads_its_port_and_ctrl_c_still_ends_it(strap, port):
    port.prompt()
    (strap.state_dir / "main.py").write_text(COUNTING)
    code = """
import sys, select, micropython, time
poll = select.poll()
poll.register(sys.stdin, select.POLLIN)
byte = bytearray(1)
def read():
    for _ in poll.ipoll(0):
        if sys.stdin.buffer.readinto(byte):
            return byte[0]
    return -1
b = read()  # the first poll makes its table, the first assignment its place among the globals
print("reading")
while True:
    micropython.heap_lock()
    try:
        b = read()
    finally:
        micropython.heap_unlock()
    if b >= 0:
        print("got", b)
    time.sleep_ms(5)
"""
    port.expect(b"raw REPL; CTRL-B to exit\r\n>", b"\x01")
    port.expect(b"reading\n", code.encode() + b"\x04")
    port.expect(b"got 35\ngot 10\n", b"#\n")
    got = port.expect(b"\x04>", b"x\x03")
    assert b"KeyboardInterrupt" in got
    port.expect(b">>> ", b"\x02")


# What the flash keeps.

WRITING = """
import os
with open("whole.txt", "w") as f:
    f.write("closed")
g = open("flushed.txt", "w")
g.write("first ")
g.flush()
g.write("second")
h = open("open.txt", "w")
h.write("never seen")
k = open("old.txt", "w")
k.write("new")
os.mkdir("d")
with open("d/a.tmp", "w") as f:
    f.write("new a")
os.rename("d/a.tmp", "d/a.txt")
os.remove("gone.txt")
import time
while True:
    print("written")
    time.sleep_ms(20)
"""


def test_the_flash_after_a_power_cut_is_what_littlefs_would_keep(tmp_path):
    for name in ("old.txt", "gone.txt"):
        (tmp_path / name).write_text("old")
    (tmp_path / "main.py").write_text(WRITING)
    strap = VirtualStrap(tmp_path, bare=True)
    strap.start()
    with Port(strap.tcp_address) as port:
        port.expect(b"written")
        strap.kill()
    strap.stop()
    (tmp_path / "main.py").unlink()
    found = {
        p.relative_to(tmp_path).as_posix(): p.read_text()
        for p in tmp_path.rglob("*")
        if p.is_file()
    }
    assert found == {
        "whole.txt": "closed",
        "flushed.txt": "first ",
        "open.txt": "",
        "old.txt": "old",
        "d/a.txt": "new a",
    }


def test_a_soft_reset_closes_open_files(tmp_path):
    with VirtualStrap(tmp_path, bare=True) as strap, Port(strap.tcp_address) as port:
        port.prompt()
        port.expect(b">>> ", b"f = open('half.txt', 'w'); n = f.write('half')\r")
        port.expect(b"MPY: soft reboot", b"\x04")
        port.prompt()
        assert (tmp_path / "half.txt").read_text() == "half"


def test_free_space_is_that_of_a_4_mb_board(tmp_path):
    (tmp_path / "big.bin").write_bytes(bytes(100_000))
    with VirtualStrap(tmp_path, bare=True) as strap, Port(strap.tcp_address) as port:
        port.prompt()
        size, _, blocks, free = eval(port.run("import os; print(os.statvfs('/')[:4])"))
    assert size * blocks == 2 << 20
    assert blocks - free == 2 + 25


# Time, resets, the world.

BOOTS = """
import machine, os
try:
    with open("boots") as f:
        boots = f.read().split()
except OSError:
    boots = []
boots.append(str(machine.reset_cause()))
with open("boots.tmp", "w") as f:
    f.write(" ".join(boots))
os.rename("boots.tmp", "boots")
print("boot", len(boots))
"""
ACTS = """
import time
if len(boots) == 1:
    machine.reset()
if len(boots) == 2:
    machine.soft_reset()
if len(boots) == 3:
    machine.WDT(timeout=1000)
    while True:
        time.sleep_ms(20)
if len(boots) == 4:
    w = machine.WDT(timeout=1000)
    for _ in range(100):
        time.sleep_ms(20)
        w.feed()
    machine.WDT(timeout=2000)
    while True:
        pass
print("all", " ".join(boots))
"""


def test_resets_say_their_cause_and_the_watchdog_cannot_be_fooled(tmp_path):
    (tmp_path / "main.py").write_text(BOOTS + ACTS)
    with VirtualStrap(tmp_path, bare=True) as strap, Port(strap.tcp_address) as port:
        got = port.expect(b">>> ", seconds=20)
    assert b"all 1 2 5 3 3" in got


def test_the_world_and_its_scripts_outlive_a_reset(tmp_path):
    (tmp_path / "main.py").write_text(
        BOOTS
        + """
import time
button = machine.Pin(3, machine.Pin.IN, machine.Pin.PULL_UP)
for _ in range(100):
    button.value()
    time.sleep_ms(20)
machine.reset()
"""
    )
    with VirtualStrap(tmp_path, bare=True) as strap:
        done = strap.play("lie 25kg\nwait 30s")
        assert done["ms"] == pytest.approx(30_000, abs=100)
        status = strap.command("status")
    assert status["load_g"] == pytest.approx(25_000, rel=0.1)
    assert len((tmp_path / "boots").read_text().split()) >= 15


def test_a_setting_error_and_a_wrong_line_come_back(strap):
    with pytest.raises(UserError, match=r"night:2: jump: allowed are"):
        strap.play("wait 1s\njump", "night")
    with pytest.raises(UserError, match=r"script:1: no setting x"):
        strap.play("set x 3")


def test_a_script_plays_at_the_prompt_too(tmp_path):
    with VirtualStrap(tmp_path, bare=True) as strap:
        assert strap.play("press long\nwait 1h")["ms"] >= 3_601_600


@pytest.mark.parametrize("speed", [1, 10])
def test_speed(tmp_path, speed):
    with VirtualStrap(tmp_path, speed=speed, bare=True) as strap:
        strap.play("wait 10ms")
        before, began = strap.command("status")["ms"], time.monotonic()
        strap.play(f"wait {speed}s")
        passed = strap.command("status")["ms"] - before
        passed_here = 1000 * (time.monotonic() - began)
    assert passed == pytest.approx(speed * passed_here, rel=0.25)


def test_the_body_has_the_same_bits_here_and_there(port):
    port.prompt()
    code = """
import binascii
from backstrap.virtual.body import Body
b = Body(5)
crc = 0
b.set("throb_after_s", 10)
b.set("throb_pct", 180)
b.hands(3000)
for i in range(6000):
    if i == 200:
        b.lie(27000)
    if i == 5000:
        b.off()
    crc = binascii.crc32(str(b.step(20)).encode(), crc)
print(crc)
"""
    names = {}
    spoken = []
    exec(code, {**names, "print": spoken.append})
    assert int(port.run(code)) == spoken[0]
    assert Body(5).step(20) == Body(5).step(20)


STEADY = """
import machine, micropython, time
i2c = machine.I2C(0, scl=machine.Pin(6), sda=machine.Pin(5))
one, six, page = bytearray(1), bytearray(6), bytearray(129)
page[0] = 0x40
place = bytearray(b"\\x00\\xb1\\x00\\x10")
bursts = [memoryview(six)[: 3 * n] for n in range(3)]
i2c.writeto(60, b"\\x00\\xa1")
for reg, value in ((0x11, b"\\x58"), (0x14, b"\\x02"), (0x10, b"\\x2d")):
    i2c.writeto_mem(92, reg, value)
button = machine.Pin(3, machine.Pin.IN, machine.Pin.PULL_UP)
pwm = machine.PWM(machine.Pin(10), freq=1000, duty_u16=0)
battery = machine.ADC(machine.Pin(0), atten=3)
watchdog = machine.WDT(timeout=8000)

def step():
    button.value()
    i2c.readfrom_mem_into(92, 0x25, one)
    if one[0]:
        i2c.readfrom_mem_into(92, 0x78, bursts[min(2, one[0])])
    i2c.writeto(60, place)
    i2c.writeto(60, page)
    pwm.freq(440)
    pwm.duty_u16(100)
    battery.read_uv()
    watchdog.feed()
    time.sleep_ms(20)
    pwm.duty_u16(0)

def steps(n):
    micropython.heap_lock()
    try:
        for _ in range(n):
            step()
    finally:
        micropython.heap_unlock()

for name, value in SETTINGS:
    machine.world.set(name, value)
machine.world.lie(GRAMS)
step()
steps(6000)
print("none", machine.world.sound.count)
"""
EXTREME = [("ball", "10-full-b"), ("breath_pa", 800), ("pulse_pa", 200), ("throb_pct", 400)]
EXTREME += [("throb_after_s", 0), ("throb_over_s", 1), ("fidget_every_s", 5)]
EXTREME += [("breath_uneven_pct", 40), ("pulse_bpm", 180), ("heat_pa_k", 400)]


@pytest.mark.parametrize(("settings", "g"), [([], 25_000), (EXTREME, 150_000)])
def test_steady_work_of_the_virtual_hardware_allocates_nothing(tmp_path, settings, g):
    (tmp_path / "main.py").write_text(f"SETTINGS = {settings}\nGRAMS = {g}\n" + STEADY)
    with VirtualStrap(tmp_path, bare=True) as strap, Port(strap.tcp_address) as port:
        assert b"none 6001" in port.expect(b">>> ", seconds=30)


# Starting.


def test_a_fresh_flash_gets_the_firmware_and_runs_it():
    with VirtualStrap() as strap:
        folder = Path(strap.state_dir)
        done = strap.play("expect screen HOME within 5s\nexpect tone ready\nshow home")
        assert done["screens"] == ["HOME"] and done["tones"][:1] in ([], ["ready"])
        assert strap.command("status")["runtime"] == "MicroPython 1.29"
        assert (folder / "main.py").exists() and (folder / "app_a" / "strap.mpy").exists()
    assert not folder.exists()


def test_a_port_in_use_is_said(strap, tmp_path):
    port = int(strap.tcp_address.rpartition(":")[2])
    with pytest.raises(DeviceError, match=f"cannot start on 127.0.0.1:{port}: .*EADDRINUSE"):
        VirtualStrap(tmp_path, tcp=("127.0.0.1", port), bare=True).start()


@pytest.mark.parametrize("speed", ["fast", 0, -1, 1000])
def test_a_wrong_speed_is_said(tmp_path, speed):
    with pytest.raises(UserError, match="a number above 0 and at most 100, or max, or play"):
        VirtualStrap(tmp_path, speed=speed)
