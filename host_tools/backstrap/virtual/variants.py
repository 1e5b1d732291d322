"""The screens in the variants worth seeing: what a view holds, in any of the strap's languages."""

from typing import Any, NamedTuple

import glance
import report
import words
from strapcore.guard import ASKED, CLIPPED, LET_OUT, MUCH, NUMB, TOO_FIRM
from strapcore.ui.letters import encode
from strapcore.ui.view import DONE, FIRST_PAGES, OTHER, View

MINUTE = 60_000
MMHG = 133  # Pa

Facts = dict[str, Any]


class Line(NamedTuple):
    """A line of the strap's own words, with values in it: numbers, or lines."""

    block: bytes
    at: int
    values: tuple[Any, ...] = ()

    def said(self, view: View) -> bytes:
        """It, in the view's language."""
        values = [one.said(view) if isinstance(one, Line) else one for one in self.values]
        text: bytes = words.line(view, self.block, self.at, *values)
        return text


class Findings(NamedTuple):
    """The list of a self-test that has found these parts: see report.py."""

    parts: tuple[tuple[int, int, int, int], ...]

    def said(self, view: View) -> list[bytes]:
        """It, in the view's language and for its width."""
        told = report.Report(view)
        for part in self.parts:
            told.tell(view, part)
        told.end()
        items: list[bytes] = told.items
        return items


# Places of a routine on the left half of the body map, x and y; each has its mirror image.
_PLACES = ((33, 27), (35, 37), (40, 43), (44, 51), (37, 53), (40, 62), (43, 77), (46, 67))
_TRAPEZIUS, _SERRATUS = Line(b"MUSCLES", 0), Line(b"MUSCLES", 3)
_LEFT, _RIGHT = Line(b"SIDES", 0), Line(b"SIDES", 1)
_BLUE, _RED = Line(b"KIT", 0), Line(b"KIT", 2)
_RED_BAND = Line(b"KIT", 5, (_RED,))

_POINT: Facts = {
    "night_most": 3,
    "point": _TRAPEZIUS,
    "side": _RIGHT,
    "map_x": 67,
    "map_y": 27,
    "lines": {
        "en": "Top of the shoulder,\nhalfway to the neck.\nPillow under the head",
        "de": "Oben auf der Schulter\nauf halbem Weg zum\nHals. Kissen drunter.",
        "es": "Encima del hombro, a\nmedio camino del\ncuello. Con almohada.",
    },
    "kit": [Line(b"KIT", 4, (_BLUE,)), _RED_BAND, Line(b"KIT", 6), Line(b"KIT", 7)],
    "target_ms": 12 * MINUTE,
    "least_ms": 10 * MINUTE,
}
_SECOND: Facts = {
    "point": _SERRATUS,
    "side": _LEFT,
    "map_x": 40,
    "map_y": 43,
    "lines": {
        "en": "Below the neck, three\nfingers off the spine\nby the blade's top.",
        "de": "Unterm Hals, drei\nFinger neben der\nWirbelsäule.",
        "es": "Bajo el cuello, a\ntres dedos de la\ncolumna.",
    },
    "spots": 3,
    "spot": 2,
}
_NO_POINT: Facts = {"point": b"", "side": b"", "map_x": -1, "target_ms": 0, "least_ms": 0}
_SLIDES: Facts = {
    "point": {"en": "Wall slides", "de": "Wandgleiten", "es": "Deslizar en la pared"},
    "side": b"",
    "map_x": -1,
    "lines": {
        "en": "Back to the wall,\narms slowly up, down.",
        "de": "Rücken an die Wand,\nArme langsam auf, ab.",
        "es": "Espalda a la pared,\nbrazos arriba y abajo",
    },
    "target_ms": 0,
    "least_ms": 0,
    "repeats": 10,
}
_STRETCH: Facts = _SLIDES | {
    "point": {"en": "Pull the band apart", "de": "Band auseinander", "es": "Abrir la banda"},
    "side": _RED_BAND,
    "repeats": 0,
    "target_ms": 30_000,
}
_NOTE: Facts = _SLIDES | {
    "point": {"en": "A warm shower", "de": "Warm duschen", "es": "Ducha caliente"},
    "lines": {
        "en": "Warm muscles give way\nmore easily.",
        "de": "Warme Muskeln geben\nleichter nach.",
        "es": "El músculo caliente\ncede mejor.",
    },
    "repeats": 0,
}
_BAND: Facts = {"load_low_pa": 15 * MMHG, "load_high_pa": 100 * MMHG}
_LOAD: Facts = _BAND | {"contact": True, "load_pa": 62 * MMHG, "gauge_pa": 62 * MMHG}
_FIRM: Facts = {"zero_ready": True}
_LOCKED: Facts = {"locked": True}
_ITEMS: Facts = {"menu": [Line(b"ITEMS", index) for index in range(15)]}
_LANGUAGES: Facts = {
    "menu_title": {"en": "LANGUAGE", "de": "SPRACHE", "es": "IDIOMA"},
    "menu": [b"English", b"Deutsch", encode("Español")],
}

_WELL = (
    (glance.SENSOR, glance.PASSED, 16, 60),
    (glance.DISPLAY, glance.PASSED, 24_376, 160_000),
    (glance.BATTERY, glance.PASSED, 3912, 3400),
    (glance.STORAGE, glance.PASSED, 1612, 0),
    (glance.BUTTON, glance.PASSED, 0, 0),
    (glance.TONE, glance.HEARD, 0, 0),
)
_ILL = (
    (glance.SENSOR, glance.NOISY, 158, 60),
    (glance.AMBIENT, glance.SILENT, 0, 0),
    *_WELL[1:],
)

# (name, what the view holds besides _POINT); the part of a name before "-" is the state.
VARIANTS: list[tuple[str, Facts]] = [
    ("HOME", {"battery_pct": 87}),
    ("HOME-hint", _SECOND | {"battery_pct": 64, "note": Line(b"TARGETS", 0), "tonight_done": 1}),
    (
        "HOME-done",
        _SECOND
        | _LOCKED
        | {"battery_pct": 100, "tonight_done": 3, "note": Line(b"REASONS", 0, (3,))},
    ),
    ("HOME-locked", _SECOND | _LOCKED | {"note": Line(b"REASONS", 1, (_TRAPEZIUS, _LEFT))}),
    ("HOME-neighbour", {"note": Line(b"NEIGHBOUR", 0, (b"Lower back",))}),
    ("HOME-exercise", _SLIDES | {"battery_pct": 51}),
    ("HOME-note", _NOTE),
    ("HOME-bad-file", {"battery_pct": 9, "message": Line(b"LOST", 3, (b"neck.jsonl",))}),
    ("HOME-battery-low", {"battery_pct": 9, "message": Line(b"LOST", 5)}),
    ("HOME-battery-empty", {"battery_pct": 0, "message": Line(b"LOST", 6)}),
    ("HOME-empty", _NO_POINT | {"night_most": 0, "mark_count": 0}),
    ("PREPARE", {}),
    ("PREPARE-ready", _FIRM | {"firmness_pa": 41 * MMHG}),
    ("PREPARE-soft", _FIRM | {"firmness_pa": 12 * MMHG, "advice": 3}),
    ("PREPARE-hard", _FIRM | {"firmness_pa": 12_300, "units_mmhg": False, "advice": -1}),
    ("PREPARE-limit", {"prompt": CLIPPED}),
    ("PLACE", _BAND | {"gauge_pa": 9 * MMHG}),
    ("PLACE-contact", _SECOND | _LOAD),
    ("HOLD-begin", _LOAD | {"hold_ms": 64_000, "softening": 1, "breath": 70, "pace": 90}),
    ("HOLD", _SECOND | _LOAD | {"hold_ms": 275_500, "softening": 2, "breath": 25, "pace": 50}),
    ("HOLD-throb", _LOAD | {"hold_ms": 661_000, "softening": 3, "throb": 2, "prompt": NUMB}),
    ("HOLD-awake", _SECOND | _LOAD | {"hold_ms": 431_000, "softening": 4, "prompt": ASKED}),
    ("HOLD-unsure", _LOAD | {"hold_ms": 512_000, "softening": 4, "breath": 60, "pace": 10}),
    ("HOLD-moving", _BAND | {"hold_ms": 402_000, "load_pa": 40 * MMHG, "moving": True}),
    ("HOLD-much", _LOAD | {"hold_ms": 402_000, "load_pa": 128 * MMHG, "prompt": MUCH}),
    ("HOLD-too-firm", _LOAD | {"hold_ms": 42_000, "load_pa": 260 * MMHG, "prompt": TOO_FIRM}),
    ("HOLD-limit", _LOAD | {"hold_ms": 42_000, "prompt": CLIPPED}),
    ("HOLD-limit-then", _LOAD | {"hold_ms": 45_000, "prompt": LET_OUT}),
    ("HOLD-bare", {"hold_ms": 9_000, "load_pa": 70 * MMHG, "least_ms": 0}),
    ("PAUSED", _BAND | {"hold_ms": 402_000, "gauge_pa": 150, "pause_left_ms": 252_000}),
    ("PAUSED-firm", _BAND | {"hold_ms": 402_000, "pause_left_ms": 290_000, "prompt": LET_OUT}),
    (
        "RELEASE",
        {
            "hold_ms": 12 * MINUTE,
            "ended": Line(b"WHY", 2),
            "note": Line(b"INFO", 0, (12,)),
            "level": 1,
        },
    ),
    ("RELEASE-battery", {"hold_ms": 402_000, "ended": Line(b"WHY", 6)}),
    ("RELEASE-loud", {"hold_ms": 1_122_000, "ended": Line(b"WHY", 0), "level": 3}),
    ("REST", _SECOND | {"rest_left_ms": 97_000, "note": Line(b"REST", 1)}),
    ("REST-next-point", {"rest_left_ms": 120_000, "note": _TRAPEZIUS}),
    ("ENDED", {"hold_ms": 402_000, "ended": Line(b"WHY", 4)}),
    ("EXERCISE", _SLIDES),
    ("EXERCISE-time", _STRETCH | {"hold_ms": 12_000}),
    ("NOTE", _NOTE),
    ("MENU", _ITEMS | {"menu_at": 2}),
    ("MENU-end", _ITEMS | {"menu_at": 14}),
    ("MENU-language", _LANGUAGES | {"menu_at": 1}),
    (
        "MENU-info",
        {
            "menu": [b"BackStrap 0.1.0", b"esp32-c3-supermini", Line(b"INFO", 0, (12,))],
            "menu_at": -1,
        },
    ),
    ("MENU-test", {"menu_title": Line(b"ITEMS", 12), "menu": Findings(_WELL), "menu_at": -1}),
    ("MENU-test-bad", {"menu_title": Line(b"ITEMS", 12), "menu": Findings(_ILL), "menu_at": -1}),
    *((f"FIRST-{page + 1}", {"menu_at": page}) for page in range(FIRST_PAGES)),
    (
        "FAULT",
        {"message": [Line(b"LOST", 0), b"I2C address 0x5C", b"does not answer"]},
    ),
    ("CRASH", {"lines": b"ValueError: bad digit\n in line 3"}),
    ("USB", {"lines": b""}),
]


def view_of(facts: Facts, name: str, language: str = "en", width: int = 128) -> View:
    """The view of one variant, for a display of that width."""
    view = View()
    view.language, view.width = language, width // 6
    view.state = name.partition("-")[0]
    view.words = words.words(view)
    marks = []
    for x, y in _PLACES:
        marks += [x, y, DONE if y == _PLACES[0][1] else OTHER, 100 - x, y, OTHER]
    view.marks[: len(marks)] = bytes(marks)
    view.mark_count = len(marks) // 3
    for field, value in (_POINT | facts).items():
        if not hasattr(view, field):
            raise AttributeError(f"View has no {field}")
        if isinstance(value, list) and field != "menu":
            value = b"\n".join(_said(view, one) for one in value)
        setattr(view, field, _said(view, value))
    return view


def _said(view: View, value: Any) -> Any:
    """A fact in the view's language."""
    if isinstance(value, Line | Findings):
        return value.said(view)
    if isinstance(value, dict):
        return b"\n".join(encode(one) for one in value[view.language].split("\n"))
    return [_said(view, one) for one in value] if isinstance(value, list) else value
