"""The host tells the time: `time`. Loaded for it, forgotten then."""

_BOUNDS = ((2000, 2099), (1, 12), (1, 31), (0, 23), (0, 59), (0, 59))


def clock(app, words):
    """Set the clock to local time; words: year, month, day, hour, minute, second."""
    time = [int(word) for word in words]
    if len(time) != len(_BOUNDS):
        raise ValueError("time: six numbers")
    for value, bounds in zip(time, _BOUNDS):
        if not bounds[0] <= value <= bounds[1]:
            raise ValueError("time: %d to %d" % bounds)
    year, month, day, hour, minute, second = time
    app.board.rtc.datetime((year, month, day, 0, hour, minute, second, 0))
    app.hour = -1  # look at the night again
    return {"ok": 1}
