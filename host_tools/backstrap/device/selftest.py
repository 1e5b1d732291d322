"""The strap's self-test, started over the console and awaited; it runs at home only."""

import time
from typing import Any, NamedTuple

from backstrap.device import connect
from backstrap.device.plain import one_line
from backstrap.device.strap import Strap
from backstrap.errors import DeviceError, RefusedError

_LOOK_S = 0.5
_PATIENCE_S = 60.0  # it takes some 10 s, 25 with a hand on the ball

PASS, FAIL, ASK = "pass", "fail", "ask"

# What the strap found: the result, and in words what it means or what to do.
_FOUND = {
    "ok": (PASS, None),
    "silent": (FAIL, "it does not answer: check its wires and its supply"),
    "noisy": (FAIL, "more than three times its own noise: check its supply and its wires"),
    "touched": (FAIL, "not measured, for the ball was touched: let go of it and test again"),
    "limit": (FAIL, "at its limit, or it gives the same code for 2 s: let some air out"),
    "slow": (FAIL, "a page takes longer than a step of 20 ms: raise `hz` in the board file"),
    "held": (FAIL, "it was down all the time: it is stuck, or its wire touches ground"),
    "cell": (
        FAIL,
        "empty, not there, or `ratio` in the board file is wrong: charge or check it",
    ),
    "full": (FAIL, "it keeps nothing that is written: `backstrap pull` the records, test again"),
    "heard": (ASK, "did you hear it?"),
    "felt": (ASK, "did you feel it?"),
    "quiet": (ASK, "not played: quiet mode is chosen"),
}
# Of the parts that are measured: what, its unit, and how many of the strap's make one.
_MEASURED = {
    "sensor": ("noise", "Pa RMS", 10),
    "ambient": ("noise", "Pa RMS", 10),
    "display": ("frame", "ms", 1000),
    "battery": ("voltage", "V", 1000),
    "storage": ("free", "KB", 1),
}


class Part(NamedTuple):
    """A part that is fitted. result: pass, fail, or ask: the person has to say.

    value and limit are in the unit; None where nothing was measured, or nothing is demanded.
    why: of all but a pass.
    """

    part: str
    result: str
    measured: str | None
    value: float | None
    limit: float | None
    unit: str | None
    why: str | None


def run(strap: Strap) -> list[Part]:
    """Start the test and await its end.

    RefusedError where the strap is in a hold, or too old; DeviceError where no app answers.
    """
    status = connect.status(strap)
    if status is None:
        raise DeviceError(
            f"{strap.address}: no app runs there to test its parts; `backstrap doctor` says why, "
            "`backstrap info` starts one that waits at the prompt"
        )
    answer = strap.ask("test start")
    end = time.monotonic() + _PATIENCE_S
    while answer is not None:
        if "error" in answer:
            raise RefusedError(f"{strap.address}: {_refusal(str(answer['error']), status)}")
        if not answer.get("left"):
            return [_part(row) for row in answer.get("parts") or [None]]
        if time.monotonic() > end:
            break
        time.sleep(_LOOK_S)
        answer = strap.ask("test")
    raise DeviceError(
        f"{strap.address}: the self-test does not come to its end; `backstrap logs` may say why"
    )


def _refusal(said: str, status: dict[str, Any]) -> str:
    state = _plain(status.get("state"))
    known = {
        "not at home": f"the self-test runs at home only, and this is {state}; end the hold first",
        "no test": "the self-test was closed at the strap before its end; run the command again",
        "unknown request": "the BackStrap on this strap has no self-test; `backstrap update` puts "
        "this one on it",
    }
    return known.get(said, f"the self-test did not start: {_plain(said)}")


def _plain(value: Any) -> str:
    return one_line(str(value), 40)


def _part(row: Any) -> Part:
    """A row of the strap's answer; what is not of its kind counts as a failure."""
    match row:
        case [str(name), str(found), int(figure), int(limit)]:
            pass
        case _:
            return Part("?", FAIL, None, None, None, None, "the strap's answer makes no sense")
    result, why = _FOUND.get(found, (FAIL, f"the strap says {_plain(found)}"))
    if name not in _MEASURED or (figure == 0 and result != PASS):
        return Part(_plain(name), result, None, None, None, None, why)
    measured, unit, many = _MEASURED[name]
    most = limit / many if limit else None
    return Part(name, result, measured, figure / many, most, unit, why)
