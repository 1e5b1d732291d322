"""What each event of a hold brings: a cue at once, and deeds (deeds.py), done a step at a time."""

from strapcore import session
from strapcore.ui import cues

# Cues that grow with the guard's level: this one and the two after it.
CALLS = (cues.RELEASE, cues.AWAKE)

NIGHT = ("night",)
_HELD = ("deafen", "conclude", "hush", "book")
AFTER_HOLD = ("await_zero", "close", "night", "remember")

# event: (cue, deeds)
EVENTS = {
    session.STARTED: (cues.START, ("prepare",)),
    session.ZEROED: (cues.ZERO, ()),
    session.SEEK: (cues.PLACE, ()),
    session.CONTACT_MADE: (cues.CONTACT, ("begin",)),
    session.LIFTED: (cues.PAUSED, ("deafen",)),
    session.RESUMED: (cues.RESUMED, ("resume",)),
    session.COMPLETE: (cues.RELEASE, _HELD),
    session.BUZZ: (cues.RELEASE, ()),
    session.ANSWERED: (cues.REST, AFTER_HOLD),
    session.RESTED: (cues.READY, ()),
    session.STOPPED: (cues.ENDED, _HELD + AFTER_HOLD),
    session.CLOSED: (cues.CLICK, ()),
    session.CANCELLED: (cues.NO, ("hush",)),
    session.ASKED: (cues.AWAKE, ()),
    session.AWAKE: (cues.CLICK, ("stir",)),
    session.WARNED: (cues.AIR, ()),
    session.ALARMED: (cues.ALARM, ()),
    session.NUMB: (cues.NUMB, ()),
    session.SHOWN: (cues.SHOWN, ()),
    session.TIMED: (cues.TIMED, ()),
    session.NOTED: (cues.NOTED, ()),
    session.FINISHED: (cues.READY, AFTER_HOLD),
    session.DONE: (cues.DONE, ("log", "book", "night")),
}
