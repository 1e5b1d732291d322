"""What the strap feels now, asked again and again over the console; a running hold goes on."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from backstrap.device import connect
from backstrap.device.plain import one_line
from backstrap.device.strap import Strap
from backstrap.errors import DeviceError, RefusedError

_RETRY_S = 1.0
_THROB = ("none", "building", "throb")
_TISSUE = ("settling", "softening", "steady")


class Reading(NamedTuple):
    """One moment. None: not known, or not to be believed just now. breath_per_min, pulse_per_min,
    throb and tissue are estimates. load_pa: above the zero; gauge_pa: above the room."""

    time: str
    state: str
    point: str | None
    held_s: int
    target_s: int
    contact: bool
    gauge_pa: int
    load_pa: int
    band_pa: tuple[int, int] | None
    breath_per_min: float | None
    pulse_per_min: float | None
    throb: str | None
    tissue: str | None
    moving: bool
    temp_c: float | None
    prompt: str | None


def reading(answer: dict[str, Any], now: datetime) -> Reading:
    """An answer to `live` as a reading: what is not of its kind is not known."""
    band = answer.get("band_pa")
    low, high = band if isinstance(band, list) and len(band) == 2 else (None, None)
    throb = _number(answer.get("throb"), -1) if "throb_x256" in answer else -1
    return Reading(
        time=now.isoformat(timespec="milliseconds"),
        state=_text(answer.get("state")) or "?",
        point=_text(answer.get("point")),
        held_s=_number(answer.get("hold_ms")) // 1000,
        target_s=_number(answer.get("target_ms")) // 1000,
        contact=bool(answer.get("contact")),
        gauge_pa=_number(answer.get("gauge_pa")),
        load_pa=_number(answer.get("load_pa")),
        band_pa=(_number(low), _number(high)) if low is not None else None,
        breath_per_min=_number(answer.get("breath_x100")) / 100 or None,
        pulse_per_min=_number(answer.get("pulse_x100")) / 100 or None,
        throb=_named(_THROB, throb),
        tissue=_named(_TISSUE, _number(answer.get("tissue"), -1)),
        moving=bool(answer.get("moving")),
        temp_c=_number(answer.get("temp_cc")) / 100 or None,
        prompt=_text(answer.get("prompt")),
    )


def _number(value: Any, otherwise: int = 0) -> int:
    return value if isinstance(value, int) else otherwise


def _text(value: Any) -> str | None:
    return one_line(value, 40) if isinstance(value, str) else None


def _named(names: tuple[str, ...], code: int) -> str | None:
    return names[code] if 0 <= code < len(names) else None


class Feed:
    """Readings of one strap, also across a lost link."""

    def __init__(
        self, strap: Strap, again: Callable[[str], Strap], say: Callable[[str], None]
    ) -> None:
        """again: opens an address anew. The clock is set; DeviceError when no app answers."""
        self._again = again
        self._say = say
        self._strap: Strap | None = strap
        self._address = strap.address
        if connect.status(strap) is None:
            raise DeviceError(
                f"{strap.address}: no app runs there; `backstrap doctor` says why, `backstrap "
                "info` starts one that waits at the prompt"
            )

    def readings(self, every_s: float, for_s: float | None) -> Iterator[Reading]:
        """A reading each every_s seconds, for for_s seconds (None: without end)."""
        begun = time.monotonic()
        due = begun
        while for_s is None or due < begun + for_s:
            time.sleep(max(0.0, due - time.monotonic()))
            answer = self._answer()
            if answer is not None:
                yield reading(answer, datetime.now().astimezone())
            wait_s = every_s if answer is not None else _RETRY_S
            due = max(due + wait_s, time.monotonic())

    def close(self) -> None:
        """Let go of the link."""
        if self._strap:
            self._strap.close()

    def _answer(self) -> dict[str, Any] | None:
        """None while the strap is not there; it is said once."""
        if self._strap is None:
            self._reopen()
        answer = None
        if self._strap is not None:
            with suppress(DeviceError):
                answer = self._strap.ask("live")
            if answer is None:
                self._strap.close()
                self._strap = None
                self._say(f"{self._address}: the strap is gone; waiting for it, Ctrl-C ends")
        if answer is not None and "state" not in answer:
            raise RefusedError(
                f"{self._address}: the BackStrap on this strap is too old to be watched; "
                "`backstrap install` puts this one on it"
            )
        return answer

    def _reopen(self) -> None:
        with suppress(DeviceError):
            strap = self._again(self._address)
            if connect.status(strap) is None:
                strap.close()
                return
            self._strap = strap
            self._say(f"{self._address}: it is there again")
