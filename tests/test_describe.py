"""What the night and its step become on the screen."""

from types import SimpleNamespace

import pytest

from describe import describe
from strapcore.guard import Guard
from strapcore.routine import EXERCISE, HOLD, NOTE, Routine, Step
from strapcore.ui.letters import encode
from strapcore.ui.view import View
from tonight import Tonight

PLACES = bytes((40, 62, 0, 60, 62, 1))
TOLD = {"en": ["Slowly."], "de": ["Schön langsam.", "Nochmal."]}


@pytest.fixture
def seen():
    kit = {
        "position": "lying",
        "balls": ["blue", "orange"],
        "bands": ["red"],
        "pillow": True,
        "load_pa": (2000, 13300),
    }
    fields = {"id": "r", "name": "R", "region": "upper-back", "night": [1, 3], "rest_s": 120}
    fields |= {"rest_nights": 0, "schedule": [], "steps": 2}
    known = Routine(fields | {"kits": [kit]})

    def told(step, state="HOME", language="en", width=21, dose_ms=0, **facts):
        view = View()
        view.state, view.language, view.width = state, language, width
        tonight = Tonight([], [])
        tonight.step, tonight.routine, tonight.places = step, known if step else None, PLACES
        tonight.held, tonight.budget, tonight.spot, tonight.target_s = 1, 3, 2, 900
        for name, value in facts.items():
            assert hasattr(tonight, name)
            setattr(tonight, name, value)
        guard = Guard()
        guard.dose_ms = dose_ms
        for _ in describe(view, SimpleNamespace(tonight=tonight, guard=guard)):
            pass
        return view

    return told


def point():
    fields = {
        "id": "p", "muscle": "rhomboids", "side": "left", "layer": 2, "after": [],
        "map": [40, 62], "spots": 3, "hold_s": [600, 720, 1500], "lines": ["One,", "two."],
    }  # fmt: skip
    return Step(HOLD, fields)


def exercise(name, band, repeats, seconds):
    fields = {"id": "e", "name": name, "band": band, "repeats": repeats, "seconds": seconds}
    return Step(EXERCISE, fields | {"lines": TOLD})


def test_a_hold_has_its_name_side_place_time_and_load(seen):
    view = seen(point(), language="de")
    assert (view.point, view.side) == (b"Rhomboideen", b"LINKS")
    assert (view.map_x, view.map_y, view.spots, view.spot) == (40, 62, 3, 2)
    assert (view.target_ms, view.least_ms, view.repeats) == (900_000, 600_000, 0)
    assert view.night_most == 3
    assert view.marks == PLACES and view.mark_count == 2 and view.tonight_done == 1


def test_a_point_on_the_midline_has_no_side(seen):
    step = point()
    step.side = "both"
    assert seen(step).side == b""


def test_the_kit_is_four_lines(seen):
    view = seen(point(), "PREPARE", "es")
    assert (view.load_low_pa, view.load_high_pa) == (2000, 13300)
    kit = view.kit.split(b"\n")
    said = ["bola azul o naranja", "banda roja", "en el asa de la bola", "Túmbate, con almohada"]
    assert kit == [encode(text) for text in said]


def test_the_way_there_is_told_where_the_ball_is_placed_and_gone_in_the_hold(seen):
    step = point()
    assert seen(step, "PLACE").lines == b"One,\ntwo."
    view = seen(step, "HOLD")
    assert view.lines == view.kit == view.point == step.lines == b""


@pytest.mark.parametrize(
    ("facts", "note"),
    [
        ({"locked": (1, 3)}, b"3 done: rest tonight"),
        ({"locked": (2, "upper-trapezius", "right")}, b"Upper trapezius RIGHT first"),
        ({"locked": (3, 7), "hint": (1,)}, b"again in 7 h"),
        ({"locked": (4, "left")}, b"LEFT side tonight"),
        ({"locked": (5,)}, b"muscle held tonight"),
        ({"locked": (6, 2)}, b"nights off: 2"),
        ({"locked": (7, 60)}, b"high pressure 60 min today"),
        ({"locked": (8,)}, b"held tonight"),
        ({"locked": (9, 4)}, b"from week 4 on"),
        ({"locked": (10, 3)}, b"3 held here tonight"),
        ({"hint": (1,)}, b"no throb yet: longer"),
        ({"hint": (2,)}, b"throbbed early: shorter"),
        ({"hint": (3,)}, b"your own time"),
        (
            {"locked": (1, 3), "neighbour": "Señor"},
            b"3 done: rest tonight, try next: " + encode("Señor"),
        ),
        ({}, b""),
    ],
)
def test_home_says_why_not_now_or_what_to_do_with_it(seen, facts, note):
    view = seen(point(), **facts)
    assert view.note == note
    assert view.locked == ("locked" in facts)


def test_an_exercise_has_its_name_band_and_measure(seen):
    step = exercise({"en": "Slides", "de": "Gleiten"}, "red", 10, 0)
    view = seen(step, "EXERCISE", "de")
    assert (view.point, view.side, view.map_x) == (b"Gleiten", b"Band rot", -1)
    assert (view.repeats, view.target_ms, view.spots) == (10, 0, 1)
    assert view.lines == encode("Schön langsam.") + b"\nNochmal."
    step = exercise("Pull", "none", 0, 30)
    view = seen(step, "EXERCISE", "es")
    assert (view.side, view.target_ms, view.lines) == (b"", 30_000, b"Slowly.")


def test_a_note_has_its_name_and_lines(seen):
    view = seen(Step(NOTE, {"id": "n", "name": "A shower", "lines": TOLD}), "NOTE")
    assert (view.point, view.lines, view.repeats, view.target_ms) == (
        b"A shower",
        b"Slowly.",
        0,
        0,
    )


def test_rest_names_the_next_spot_or_point(seen):
    assert seen(point(), "REST", spot=2).note == b"Move it half an inch"
    assert seen(point(), "REST", spot=1).note == b"Rhomboids"


def test_without_a_routine_there_is_no_point(seen):
    view = seen(None)
    assert (view.point, view.side, view.map_x, view.night_most) == (b"", b"", -1, 0)


@pytest.mark.parametrize("state", ["RELEASE", "ENDED"])
def test_after_a_hold_its_dose_is_told(seen, state):
    assert seen(point(), state, dose_ms=12 * 60_000).note == b"high pressure 12 min"
    assert seen(point(), state, dose_ms=59_000).note == b""
