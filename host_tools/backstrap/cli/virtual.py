"""Verbs: virtual start; press, lie, off, set, play, screen, tones steer one that runs."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.tool import Tool
from backstrap.errors import DeviceError, UserError
from backstrap.virtual.chips import SENSORS

if TYPE_CHECKING:
    from backstrap.virtual.control import Control

_KINDS = ("long", "very long")


@click.group()
def virtual() -> None:
    """Run a strap without hardware on real MicroPython, and steer it while it runs."""


@virtual.command()
@click.option("--tcp", metavar="HOST:PORT", default="127.0.0.1:0", help="Its REPL; port 0: any.")
@click.option("--pty", metavar="LINK", help="Its REPL as a serial port: a symlink to make.")
@click.option("--state", metavar="DIR", help="Its flash; else a folder among the user's data.")
@click.option("--speed", default="1", help="Times as fast as a clock, max, or play (in scripts).")
@click.option("--seed", default=1, help="Of the body's and the sensor's chance.")
@click.option("--board", metavar="NAME", help="How it is wired; else as its board.json says.")
@click.option(
    "--sensor",
    type=click.Choice([*SENSORS, "none"]),
    default="lps28dfw",
    metavar="PART",
    help="What is in the ball: lps28dfw, lps22hb, bmp581, ... or none; a wrong name lists them.",
)
@click.option("--display", type=click.Choice(["ssd1306", "sh1106", "none"]), default="ssd1306")
@click.option("--bare", is_flag=True, help="No firmware in an empty flash.")
@click.pass_obj
def start(
    tool: Tool,
    /,
    tcp: str,
    pty: str | None,
    state: str | None,
    speed: str,
    bare: bool,
    **parts: Any,
) -> None:
    """Start a strap and run it until Ctrl-C. An empty flash gets the firmware."""
    import platformdirs

    from backstrap.virtual.node import VirtualStrap

    folder = Path(state or Path(platformdirs.user_data_dir("backstrap")) / "virtual")
    _refuse_twice(folder)
    strap = VirtualStrap(folder, _host_port(tcp), speed, bare=bare, pty=pty, **parts)
    for number in (signal.SIGTERM, signal.SIGINT):  # a shell's & leaves SIGINT ignored
        signal.signal(number, _terminate)
    try:
        with strap:
            found: dict[str, Any] = {"address": strap.address, "tcp": strap.tcp_address}
            found |= {"pty": pty, "pid": os.getpid(), "state": str(folder)}
            tool.result(found, f"strap ready at {strap.address}")
            tool.say(f"its flash is {folder}; Ctrl-C ends it")
            code = strap.wait()
            raise DeviceError(f"the virtual strap ended by itself, exit code {code}")
    except KeyboardInterrupt:
        return


def _terminate(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _host_port(text: str) -> tuple[str, int]:
    host, _, port = text.removeprefix("socket://").rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise UserError(f"--tcp {text}: HOST:PORT, as in 127.0.0.1:2218")
    return host, int(port)


def _refuse_twice(folder: Path) -> None:
    from backstrap.virtual import registry

    for strap in registry.running():
        if strap["state"] == str(folder.resolve()):
            raise UserError(f"{folder}: a virtual strap at {strap['address']} uses it already")


@contextmanager
def _running(tool: Tool) -> Iterator["Control"]:
    """The control port of the strap --port names, or of the only one that runs."""
    from backstrap.virtual import registry
    from backstrap.virtual.control import Control

    straps = registry.running()
    found = [s for s in straps if not tool.ports or s["address"] in tool.ports]
    if not found and tool.ports:
        raise DeviceError(f"{', '.join(tool.ports)}: no virtual strap runs there{_list(straps)}")
    if not found:
        raise DeviceError("no virtual strap runs; `backstrap virtual start` starts one")
    if len(found) > 1:
        raise DeviceError(f"several virtual straps run; choose one with --port{_list(found)}")
    with Control(found[0]["control"]) as control:
        yield control


def _list(straps: list[dict[str, Any]]) -> str:
    return "".join(f"\n  {strap['address']}  {strap['state']}" for strap in straps)


def _play(tool: Tool, text: str, name: str) -> None:
    with _running(tool) as control:
        done = control.play(text, name)
    heard = " ".join(done["tones"]) or "no tones"
    shown = " ".join(done["screens"]) or "dark"
    tool.result(done, f"{done['ms'] / 1000:.1f} s of strap time; {heard}; {shown}")


@virtual.command()
@click.argument("kind", nargs=-1, metavar="[long|very long]")
@click.pass_obj
def press(tool: Tool, kind: tuple[str, ...]) -> None:
    """Press its button."""
    word = " ".join(kind)
    if word and word not in _KINDS:
        raise UserError(f"press {word}: press, press long or press very long")
    _play(tool, f"press {word}", "press")


@virtual.command()
@click.argument("kg")
@click.pass_obj
def lie(tool: Tool, kg: str) -> None:
    """Lie on the ball with KG kilograms."""
    _play(tool, f"lie {kg}", "lie")


@virtual.command()
@click.pass_obj
def off(tool: Tool) -> None:
    """Get off the ball."""
    _play(tool, "off", "off")


@virtual.command("set")
@click.argument("name")
@click.argument("value")
@click.pass_obj
def set_(tool: Tool, name: str, value: str) -> None:
    """Change a setting of the body, as pulse_bpm 60; a wrong name lists them."""
    _play(tool, f"set {name} {value}", "set")


@virtual.command()
@click.argument("script", type=click.Path(dir_okay=False))
@click.pass_obj
def play(tool: Tool, script: str) -> None:
    """Play the lines of a file in the strap's own time; - is standard input."""
    try:
        text = sys.stdin.read() if script == "-" else Path(script).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as e:
        raise UserError(f"{script}: cannot be read: {e}") from e
    _play(tool, text, script)


@virtual.command()
@click.option("--png", metavar="FILE", help="Write a picture.")
@click.pass_obj
def screen(tool: Tool, png: str | None) -> None:
    """Show what its display shows."""
    from backstrap.virtual import picture

    with _running(tool) as control:
        seen = control.ask("screen")
    frame = bytes.fromhex(seen["frame"])
    if png:
        try:
            Path(png).write_bytes(picture.png(frame))
        except OSError as e:
            raise UserError(f"{png}: cannot be written: {e.strerror}") from e
    found = {key: seen[key] for key in ("screen", "dark", "text")} | {"png": png}
    tool.result(found, picture.half_blocks(frame))


@virtual.command()
@click.pass_obj
def tones(tool: Tool) -> None:
    """Name the cues it has sounded, oldest first."""
    with _running(tool) as control:
        names = control.ask("tones")["tones"]
    tool.result({"tones": names}, "\n".join(names) or "none so far")
