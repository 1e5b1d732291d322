"""HOME: tonight's next point, in words beside the body map."""

from strapcore.ui.screens.bodymap import body_map, words


def _title(canvas, page, view):
    body_map(canvas, page, view)
    canvas.text(page, 0, b"HOME")
    if view.night_most:
        canvas.number(page, 42, view.tonight_done, 1)
        canvas.text(page, 48, b" of ")
        canvas.number(page, 72, view.night_most, 1)


def _name(canvas, page, view):
    """The point's name, on pages 2 and 3."""
    body_map(canvas, page, view)
    text = view.point
    if not text:
        text = b"No more tonight" if view.night_most else b"No routine on the strap"
    words(canvas, page, text, page - 2)


def _side_and_time(canvas, page, view):
    body_map(canvas, page, view)
    canvas.text(page, 0, view.side)
    if view.point:
        canvas.number(page, 42, view.target_ms // 60000, 2)
        canvas.text(page, 54, b" min")


def _note(canvas, page, view):
    """Pages 5 to 7: why other points are locked; a bad routine file; the battery."""
    bad = view.message[0]
    if page < 7:
        body_map(canvas, page, view)
    elif view.battery_pct >= 0:
        canvas.number(page, 102, view.battery_pct, 3)
        canvas.text(page, 120, b"%")
    if page == 7 and bad:
        canvas.text(page, 0, bad)
    elif view.note:
        line = page - 5 if bad else page - 6
        if line >= 0:
            words(canvas, page, view.note, line)
    elif page == 7 and view.point:
        canvas.text(page, 0, b"press to begin")


ROWS = (_title, body_map, _name, _name, _side_and_time, _note, _note, _note)
