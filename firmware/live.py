"""The answer to the host's `live`: what is felt now. Loaded when it asks, forgotten then."""

from facts import prompt, screen
from strapcore.session import PREPARE, RELEASE

# What the person is told, in the order of the codes of guard.py.
_PROMPTS = (None, "awake?", "breathe", "numb?", "much", "let-out", "too-firm", "limit")


def live(app, words):
    """One short dict. Rates are hundredths a minute, 0 while not to be believed; band_pa and what
    is estimated are there while they are known."""
    hold, contact, tonight = app.session, app.sense.contact, app.tonight
    view = app.panel.view
    told = {
        "state": screen(app),
        "point": tonight.step.id if tonight.step else None,
        "hold_ms": hold.hold_ms,
        "target_ms": hold.target_ms,
        "contact": int(contact.on),
        "gauge_pa": contact.gauge_pa,
        "load_pa": contact.load_pa,
        "moving": int(app.sense.moving),
        "temp_cc": contact.air.temp_cc,
        "prompt": _PROMPTS[prompt(app)] if hold.running else None,
    }
    if PREPARE <= hold.state <= RELEASE and view.load_high_pa:
        told["band_pa"] = view.load_low_pa, view.load_high_pa
    if app.sense.listening:
        listener = app.sense.listener
        told["breath_x100"] = listener.breath_rate
        told["pulse_x100"] = listener.pulse_rate
        told["throb"] = listener.throb.state
        told["throb_x256"] = listener.throb.ratio
        told["tissue"] = listener.tissue.state
    return told
