"""Verbs about the strap itself: info, name show, name set."""

from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.routines import force_option
from backstrap.cli.tool import Tool, table

if TYPE_CHECKING:
    from backstrap.device.selftest import Part
    from backstrap.device.strap import Strap

_BOOT_S = 10.0
# What `info` shows where it has it: the strap's word, ours.
_SHOWN = (
    ("strap", "strap"),
    ("name", "name"),
    ("uid", "uid"),
    ("board", "board"),
    ("backstrap", "BackStrap"),
    ("slot", "slot"),
    ("trial", "on trial, starts"),
    ("fell_back", "fell back from"),
    ("micropython", "MicroPython"),
    ("machine", "machine"),
    ("state", "state"),
    ("person", "person"),
    ("routine", "routine"),
    ("point", "point"),
    ("hold_ms", "held"),
    ("target_ms", "target"),
    ("gauge_pa", "load, Pa"),
    ("faults", "faults"),
    ("bus", "bus trouble"),
    ("bad", "not usable"),
    ("unpulled", "records new"),
)


@click.command()
@click.option("--self-test", is_flag=True, help="Test each part that is fitted, at home only.")
@click.pass_obj
def info(tool: Tool, self_test: bool) -> int:
    """Say which strap this is and what it does. A hold that runs goes on.

    --self-test measures each part that the board file names, tells what passed, and plays a tone
    to be heard. Hands off the ball: it takes some ten seconds. The exit code is 2 if a part
    failed.
    """
    if not self_test:
        tool.each(lambda strap, _: _info(strap))
        return 0
    from backstrap.errors import DeviceError

    failed: list[str] = []
    tool.say("testing each part: hands off the ball, and listen for the tone at the end")
    tool.each(lambda strap, _: _self_test(strap, failed))
    return DeviceError.exit_code if failed else 0


def _info(strap: "Strap") -> tuple[dict[str, Any], str]:
    from backstrap.device import connect

    found = connect.status(strap)
    runs = found is not None
    if found is None:
        with connect.stopped(strap, force=False):
            found = strap.identity()
        if found["installed"]:  # it waited at the prompt, and was started just now
            answer = strap.status(_BOOT_S)
            runs, found = answer is not None, answer or found
    found = {"strap": strap.address, "app": runs, **found}
    return found, _lines(found)


def _self_test(strap: "Strap", failed: list[str]) -> tuple[dict[str, Any], str]:
    """failed gets the parts that did."""
    from backstrap.device import selftest

    parts = selftest.run(strap)
    bad = [one.part for one in parts if one.result == selftest.FAIL]
    failed += bad
    found = {"strap": strap.address, "passed": not bad, "parts": [one._asdict() for one in parts]}
    rows = [
        (one.part, one.result, _amount(one.value, one), _amount(one.limit, one), one.why or "")
        for one in parts
    ]
    return found, table(("part", "result", "measured", "limit", ""), rows)


def _amount(value: float | None, part: "Part") -> str | None:
    return None if value is None else f"{value:g} {part.unit}"


def _lines(found: dict[str, Any]) -> str:
    shown = [(label, _shown(name, found[name])) for name, label in _SHOWN if found.get(name)]
    lines = [line for line in shown if line[1]]
    if found.get("safe_mode"):
        lines.append(("app", "safe mode: it crashed again and again; `backstrap crash` says why"))
    elif not found["app"]:
        lines.append(("app", "does not run; `backstrap install` puts it there"))
    return "\n".join(f"{label.ljust(14)} {text}" for label, text in lines)


def _shown(name: str, value: Any) -> str:
    if name.endswith("_ms"):
        return f"{value // 60000}:{value // 1000 % 60:02d} min"
    if name == "bus":
        return ", ".join(f"{what}: {count}" for what, count in value.items() if count)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


@click.group()
def name() -> None:
    """See and set what the strap is called; --port takes the name too."""


@name.command("show")
@click.pass_obj
def name_show(tool: Tool) -> None:
    """Show what the strap is called. With --json strap and name; null without one."""
    tool.each(lambda strap, _: _name(strap))


def _name(strap: "Strap") -> tuple[dict[str, Any], str]:
    from backstrap.device import connect, naming

    answer = connect.status(strap)
    if answer is not None:
        found = answer.get("name") or None
    else:
        with connect.stopped(strap, force=False):
            found = naming.read(strap)
    return {"strap": strap.address, "name": found}, found or "it has no name"


@name.command("set")
@click.argument("text", metavar="NAME")
@force_option
@click.pass_obj
def name_set(tool: Tool, text: str, force: bool) -> None:
    """Call the strap NAME: up to 24 plain characters. With --json strap and name."""
    from backstrap.device import connect, naming

    naming.check(text)
    with tool.strap() as strap:
        with connect.stopped(strap, force):
            naming.write(strap, text)
        connect.status(strap)  # it is known by the new name from now on
        found = {"strap": strap.address, "name": text}
    tool.result(found, f"{found['strap']} is called {text}")
