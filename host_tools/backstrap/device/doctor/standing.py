"""How a strap is whose app answers. All rules that fit are findings."""

from typing import Any

from backstrap.device.doctor.evidence import Evidence
from backstrap.device.doctor.rules import ERROR, GOOD, NOTE, WARNING, Rule

LITTLE_FREE = 64 * 1024  # below it the strap drops records that were pulled


def _says(e: Evidence, key: str) -> Any:
    return (e.status or {}).get(key)


def _clock_unset(e: Evidence) -> bool:
    clock = _says(e, "clock")
    return isinstance(clock, list) and bool(clock) and clock[0] < 2020  # it wakes in 2000


def _little_free(e: Evidence) -> bool:
    free = _says(e, "free")
    return isinstance(free, int) and free < LITTLE_FREE


STANDING = (
    Rule(
        "well",
        GOOD,
        lambda e: e.status is not None,
        "{well}",
        "the strap runs",
        "nothing",
    ),
    Rule(
        "fell-back",
        WARNING,
        lambda e: _says(e, "fell_back"),
        "the firmware that was put on last did not start; slot {slot} runs again",
        "it crashed three times, or did not say that it is well",
        "`backstrap crash` and `logs` say more; then `backstrap update` with a sound version",
    ),
    Rule(
        "on-trial",
        NOTE,
        lambda e: _says(e, "trial"),
        "new firmware in slot {slot} is on trial",
        "it stays once it has run well for a while; if it stops before, the old one comes back",
        "nothing: leave the strap on",
    ),
    Rule(
        "other-version",
        WARNING,
        lambda e: e.status is not None and e.ours and _says(e, "backstrap") != e.ours,
        "BackStrap {version} is on the strap, {ours} is this tool",
        "they may not know each other's files",
        "`backstrap install --board {board}` puts {ours} on it; or take the tool of its version",
    ),
    Rule(
        "parts-missing",
        ERROR,
        lambda e: _says(e, "faults"),
        "the strap misses: {faults}",
        "a part does not answer, or is another chip: wiring, address, or the board file",
        "check the part's four wires and the address in boards/{board}.toml",
    ),
    Rule(
        "routines-unusable",
        ERROR,
        lambda e: _says(e, "bad"),
        "files on the strap cannot be used: {bad}",
        "they are damaged, or made for another version",
        "`backstrap push` the routine again, or `backstrap remove` it",
    ),
    Rule(
        "clock-unset",
        NOTE,
        _clock_unset,
        "the strap's clock was not set until now",
        "it had no power since the last connection; nights were counted instead",
        "nothing: this connection has set it",
    ),
    Rule(
        "flash-little",
        WARNING,
        _little_free,
        "{free} bytes of its flash are free",
        "old records will be dropped, those that were fetched first",
        "`backstrap pull`; then `backstrap remove` routines that nobody uses",
    ),
    Rule(
        "unpulled",
        NOTE,
        lambda e: _says(e, "unpulled"),
        "{unpulled} records are on the strap alone",
        "nobody has fetched them yet",
        "`backstrap pull`",
    ),
)
