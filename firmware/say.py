"""One whole screen at once, outside the loop: what ends there is told. Loaded for it."""

from loader import once


def say(app, state, lines):
    """Show the screen of this name; lines: ASCII, up to three, one text in all."""
    panel, display = app.panel, app.board.display
    if display is None:
        return
    view, text = panel.view, "".join(lines).encode()
    try:
        panel.turn(state)
        view.words = once("words", view)
        starts = range(0, len(text), view.width)
        view.lines = b"\n".join([text[i : i + view.width] for i in starts])
        panel.wake()
        panel.due(0, 1)
        while panel.dirty:
            panel.step()
        display.power(True)
    except OSError as e:
        panel.lose(e)
