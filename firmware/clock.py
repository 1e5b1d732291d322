"""The host tells the time: `time`. Loaded for it, forgotten then."""


def clock(app, words):
    """Set the clock to local time; words: year, month, day, hour, minute, second."""
    year, month, day, hour, minute, second = [int(word) for word in words]
    app.board.rtc.datetime((year, month, day, 0, hour, minute, second, 0))
    app.hour = -1  # look at the night again
    return {"ok": 1}
