"""The self-test at boot: what can be measured without a sound, while nobody has pressed yet.

Only what fails is shown. What it measures with, checkup.py has of it.
"""

from loader import forget, load, once
from strapcore.compat import const
from strapcore.session import HOME

# Parts, in the order of their names in the block TEST.
SENSOR = const(0)
AMBIENT = const(1)
DISPLAY = const(2)
BATTERY = const(3)
STORAGE = const(4)
BUTTON = const(5)
TONE = const(6)
MOTOR = const(7)

# What was found. Up to FULL, but for 0, a part failed; HEARD and FELT the person has to say.
PASSED = const(0)
SILENT = const(1)
NOISY = const(2)
TOUCHED = const(3)
LIMIT = const(4)
SLOW = const(5)
HELD = const(6)
CELL = const(7)
FULL = const(8)
HEARD = const(9)
FELT = const(10)
MUTED = const(11)

_TIMES = const(3)  # its own noise that a sensor may have: it differs from one to the next
_QUIET_X10 = const(240)  # so far the means of an untouched ball may be apart, 1/10 Pa
_BLOCKS = const(5)
_SAMPLES = const(10)  # in a block, 0.4 s: weather, warmth and a leak are no noise
_PATIENCE = const(125)  # looks for a sensor that is being found, 5 s
_RELUCTANT = const(250)  # looks at a button that is down, 10 s
# A silent part has its own screen, and a ball too firm for its sensor is told in PREPARE.
_SURE = (NOISY, HELD, FULL)


def glance(app):
    """At home, a yield a step. A press is not kept waiting: what only feels is dropped then."""
    found, held = [], True
    for waits in feel(app, found):
        held = held and app.board.pressed()
        yield waits
    left = _RELUCTANT if held else 0
    while left and app.board.pressed():  # whoever woke the strap may press very long
        left -= 1
        yield True
    if held and not left:
        found.append((BUTTON, HELD, 0, 0))
    yield from keep(app, found)
    bad = [part for part in found if part[1] in _SURE]
    if bad and app.session.state == HOME and not app.menu:
        app.menu = report = load("report").Report(app.panel.view)
        for part in bad:
            report.tell(app.panel.view, part)
            yield
        report.end()
        forget("report", "words")
        once("log", app.store.root, "self-test: (part, why, figure, limit) %s" % bad)
        app.stale = True


def feel(app, found):
    """The noise of the ball's sensor; a true yield a sample."""
    board = app.board
    for _ in range(_PATIENCE):
        yield True
        if not board.finding and app.sense.contact.pa:
            break
    sensor = board.sensor
    if sensor is None:
        found.append((SENSOR, SILENT, 0, 0))
        return
    yield from noise(SENSOR, sensor, found, False)
    if board.sensor is not sensor:
        found[-1] = (SENSOR, SILENT, 0, 0)
    elif app.sense.contact.clipped:
        found[-1] = (SENSOR, LIMIT, 0, 0)


def noise(part, sensor, found, ours):
    """What a sensor at rest does by itself, 1/10 Pa RMS, over 2 s; a true yield a sample.

    ours: nobody else reads it.
    """
    samples, squares, low, high = sensor.samples, [], 1 << 29, 0
    for _ in range(_BLOCKS):
        first = samples[0]
        total = square = 0
        for _ in range(_SAMPLES):
            yield True
            try:
                if ours:
                    sensor.read()
            except OSError:
                found.append((part, SILENT, 0, 0))
                return
            off = samples[0] - first
            total += off
            square += off * off
        squares.append(_SAMPLES * square - total * total)
        mean_x10 = 10 * first + 10 * total // _SAMPLES
        low, high = min(low, mean_x10), max(high, mean_x10)
    usual = sorted(squares)[_BLOCKS // 2]  # a knock is in one of them, noise in all
    rms_x10 = int((100 * usual / (_SAMPLES * (_SAMPLES - 1))) ** 0.5)
    why = PASSED
    if not ours and high - low > max(_QUIET_X10, 120 * sensor.noise_pa, 3 * rms_x10):
        why = TOUCHED
    elif rms_x10 > 10 * _TIMES * sensor.noise_pa:
        why = NOISY
    found.append((part, why, rms_x10, 10 * _TIMES * sensor.noise_pa))


def keep(app, found):
    """Does the flash take what is written? The figure: KB free."""
    free = load("keeping").free(app.store.root) // 1024
    forget("keeping")
    yield
    why = PASSED
    try:
        yield from once("proof", app.store)
    except OSError:
        why = FULL
        app.recorder.failed = True
    found.append((STORAGE, why, free, 0))


DEEDS = (glance,)
