"""Records of holds for tests, packed by the strap's own journal."""

from strapcore import journal

NIGHT = 20000  # 2024-10-04


def record(
    number=1,
    routine="upper-back",
    point="rhomboids-left",
    night=NIGHT,
    minute=22 * 60 + 5,
    person=0,
    ended=3,
    seconds=10,
    rates=(60, 62),
):
    """A hold on the ball for so many seconds. rates: fifths of a breath, and beats, a minute."""
    pen = journal.Journal()
    which = (number, routine.encode(), point.encode())
    pen.fill(journal.OPEN, journal.VERSION, *which, night, minute, 3)
    data = bytes(pen.block)
    pen.setup(1, 101325, (600, 720, 1500), 0, 0, 50, 150, person, 0)
    data += bytes(pen.block)
    for t_s in range(seconds):
        if pen.row(t_s, 8000, 3120, journal.CONTACT, *rates):
            pen.seal()
            data += bytes(pen.block)
    if pen.seal():
        data += bytes(pen.block)
    pen.end(ended, 1000 * seconds, 1000 * seconds + 1000, 0, 1, 8000, 9000, 4, 101330)
    return data + bytes(pen.block)


def strap_with(folder, *records):
    """Put records on the flash that a folder stands for, as those a strap would write next."""
    sessions = folder / "sessions"
    sessions.mkdir(parents=True, exist_ok=True)
    first = 1 + len(list(sessions.glob("*.hold")))
    for number, data in enumerate(records, first):
        (sessions / f"{number:06d}.hold").write_bytes(data)
    return folder
