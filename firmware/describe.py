"""The night, the point and its kit, in words and figures for the screen.

Loaded when something has happened, forgotten when it is said. So is explain.py.
"""

from strapcore.ui.view import DONE, OTHER

# By the slugs of rules.py.
MUSCLES = {
    "upper-trapezius": b"Upper trapezius",
    "middle-trapezius": b"Middle trapezius",
    "levator-scapulae": b"Levator scapulae",
    "serratus-posterior-superior": b"Serratus post. sup.",
    "erector-spinae": b"Erector spinae",
    "rhomboids": b"Rhomboids",
    "deep-rotators": b"Deep rotators",
    "suboccipitals": b"Suboccipitals",
    "neck-levator-scapulae": b"Levator scapulae",
}


def describe(view, app):
    """Fill in what changes with the night and its point."""
    tonight = app.tonight
    view.tonight_done = len(tonight.held)
    view.note = (tonight.locked or "").encode()
    if tonight.routine:
        routine = tonight.routine
        view.night_most = routine.night_most
        if view.state == "PREPARE":
            view.kit = _kit(routine.kits[0])
        _point(view, tonight)


def _point(view, tonight):
    point = tonight.point
    view.point = b"" if tonight.locked else MUSCLES[point.muscle]
    view.side = b"" if point.side == "both" else point.side.upper().encode()
    view.map_x, view.map_y = point.x, point.y
    view.spots, view.spot = point.spots, tonight.spot
    view.target_ms = 1000 * point.target_s
    view.least_ms = 1000 * point.least_s
    if view.state == "PLACE":
        view.lines = [line.encode() for line in point.lines] + [b""] * 3
    elif view.state == "HOLD":  # what was read before it makes room
        view.kit = view.lines = point.lines = ()
    held, marks, places = tonight.held, view.marks, tonight.places
    for i, name in enumerate(tonight.point_ids.split()):
        marks[3 * i] = places[2 * i]
        marks[3 * i + 1] = places[2 * i + 1]
        marks[3 * i + 2] = DONE if name in held else OTHER
    view.mark_count = tonight.routine.points


def _kit(kit):
    """Four lines: ball, band, where the band goes, position."""
    lying = b"Lie, head on a pillow" if kit["pillow"] else b"Lie down"
    return [
        (" or ".join(kit["balls"]) + " ball").encode(),
        (" or ".join(kit["bands"]) + " band").encode(),
        b"on the ball's handle",
        lying if kit["position"] == "lying" else b"Sit, lean back",
    ]
