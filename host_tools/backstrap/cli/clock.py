"""Verbs: time show, time set. The strap's clock against the computer's."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from backstrap.cli.tool import Tool
from backstrap.errors import DeviceError, RefusedError

if TYPE_CHECKING:
    from backstrap.device.strap import Strap

_NEVER_SET = 2020  # a clock without power begins in the year 2000


@click.group("time")
def clock() -> None:
    """See and set the strap's clock. Every verb that connects sets it; a running hold goes on."""


@clock.command()
@click.pass_obj
def show(tool: Tool) -> None:
    """Show how far it was from the computer's; then it is set, as by every connection."""
    tool.each(lambda strap, _: _show(strap))


def _show(strap: "Strap") -> tuple[dict[str, Any], str]:
    found = _compared(strap)
    strap.set_clock(datetime.now())
    return found, _text(found)


@clock.command("set")
@click.pass_obj
def set_(tool: Tool) -> None:
    """Set it to the computer's local time, and read it back."""
    tool.each(lambda strap, _: _set(strap))


def _set(strap: "Strap") -> tuple[dict[str, Any], str]:
    from backstrap.device import connect

    connect.status(strap)
    found = _compared(strap)
    return found, _text(found)


def _compared(strap: "Strap") -> dict[str, Any]:
    """strap, clock and computer (ISO, local), ahead_s; clock is None where it was never set."""
    answer = strap.status()
    if answer is None:
        raise DeviceError(
            f"{strap.address}: no app runs there that has a clock; `backstrap info` starts it"
        )
    now = datetime.now().replace(microsecond=0)
    try:
        then = datetime(*answer["clock"])
    except (KeyError, TypeError, ValueError):
        raise RefusedError(
            f"{strap.address}: the BackStrap on this strap does not tell its time; `backstrap "
            "install` puts this one on it"
        ) from None
    found: dict[str, Any] = {"strap": strap.address, "clock": None, "computer": now.isoformat()}
    if then.year < _NEVER_SET:
        return {**found, "ahead_s": None}
    ahead_s = round((then - now).total_seconds())
    return {**found, "clock": then.isoformat(), "ahead_s": ahead_s}


def _text(found: dict[str, Any]) -> str:
    ahead_s = found["ahead_s"]
    if ahead_s is None:
        return "the clock was never set; it is now"
    shown = str(found["clock"]).replace("T", " ")
    if abs(ahead_s) <= 1:
        return f"{shown}, as the computer's"
    return f"{shown}, {abs(ahead_s)} s {'ahead' if ahead_s > 0 else 'behind'}; it is set now"
