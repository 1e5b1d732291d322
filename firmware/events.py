"""What each event of a hold brings: a cue at once, and deeds, done a step at a time:
functions of deeds.py and after.py."""

from strapcore import session
from strapcore.ui import cues

# Cues that grow with the guard's level: this one and the two after it.
CALLS = (cues.RELEASE, cues.AWAKE)

NIGHT = ("after.night",)
_HELD = ("deeds.deafen", "deeds.conclude", "deeds.hush", "after.book")
AFTER_HOLD = ("after.await_zero", "after.close", "after.night", "after.remember")

# event: (cue, deeds)
EVENTS = {
    session.STARTED: (cues.START, ("deeds.prepare",)),
    session.ZEROED: (cues.ZERO, ()),
    session.SEEK: (cues.PLACE, ()),
    session.CONTACT_MADE: (cues.CONTACT, ("deeds.begin",)),
    session.LIFTED: (cues.PAUSED, ("deeds.deafen",)),
    session.RESUMED: (cues.RESUMED, ("deeds.resume",)),
    session.COMPLETE: (cues.RELEASE, _HELD),
    session.BUZZ: (cues.RELEASE, ()),
    session.ANSWERED: (cues.REST, AFTER_HOLD),
    session.RESTED: (cues.READY, ()),
    session.STOPPED: (cues.ENDED, _HELD + AFTER_HOLD),
    session.CLOSED: (cues.CLICK, ()),
    session.CANCELLED: (cues.NO, ("deeds.hush",)),
    session.ASKED: (cues.AWAKE, ()),
    session.AWAKE: (cues.CLICK, ("deeds.stir",)),
    session.WARNED: (cues.AIR, ()),
    session.ALARMED: (cues.ALARM, ()),
    session.NUMB: (cues.NUMB, ()),
    session.SHOWN: (cues.SHOWN, ()),
    session.TIMED: (cues.TIMED, ()),
    session.NOTED: (cues.NOTED, ()),
    session.FINISHED: (cues.READY, AFTER_HOLD),
    session.DONE: (cues.DONE, ("deeds.log", "after.book", "after.night")),
}
