"""What was felt in a hold, concluded while it is known. Loaded for that, then forgotten."""

from strapcore import journal
from strapcore.sense.air import LEAK_MOST_PPM


def conclude(app):
    """Into the record: what leak, warmth and tissue took of the load, with the rates it rests on.
    For the next hold: how little the ball can leak."""
    listener = app.sense.listener
    if listener is None:
        return
    air, tissue = app.sense.contact.air, listener.tissue
    taken = (_half(tissue.gave_pa), _half(tissue.lost_pa), _half(tissue.heat_pa))
    ratio, inhale = min(listener.throb.ratio, 0xFFFF), listener.breath.inhale
    rates = (_half(air.leak_ppm), air.heat_pa_k)
    app.recorder.write(journal.AIR, _half(air.firm_pa), *taken, *rates, ratio, inhale)
    if tissue.late_ppm >= 0:
        air.leak_most_ppm = min(tissue.late_ppm, LEAK_MOST_PPM)


def _half(value):
    """value within 16 bits."""
    return max(-0x8000, min(value, 0x7FFF))
