"""What the strap shows of a routine's steps, drawn by its own screens from its own words."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from backstrap.virtual.contact_sheet import Size
from backstrap.virtual.drawing import TALL, of_step
from strapcore import rules
from strapcore.routine import HOLD, KINDS, known_step
from strapcore.ui.view import OTHER


class Shown(NamedTuple):
    """A step of the strap's file: its frames by the names of their screens, "NAME+1" and so on for
    what comes by turns, and MAP of a hold."""

    id: str
    kind: str
    frames: dict[str, bytes]


def shown(data: bytes, language: str = "en", size: Size = TALL) -> Iterator[Shown]:
    """All steps of a routine, given as the strap's file."""
    head, *rows = [json.loads(line) for line in data.splitlines()]
    routine = rules.load_header(head)
    steps = [known_step(row) for row in rows]
    places = b"".join(bytes((s.x, s.y, OTHER)) for s in steps if s.kind == HOLD)
    for row in rows:
        step = known_step(row)
        frames = dict(of_step(routine, step, places, language, size))
        yield Shown(step.id, KINDS[step.kind], frames)
