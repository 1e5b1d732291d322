"""The host tells the time: `time`. Loaded for it, forgotten then."""


def clock(app, words):
    """Set the clock to local time; words: year, month, day, hour, minute, second."""
    app.board.set_clock(*[int(word) for word in words])
    app.hour = -1  # look at the night again
    return {"ok": 1}
