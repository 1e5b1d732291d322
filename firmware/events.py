"""What each event of a hold brings: a cue at once, and deeds, done a step at a time:
functions of deeds.py and after.py."""

from strapcore import session
from strapcore.compat import const
from strapcore.ui import cues

# Deeds, by their places in DEEDS of deeds.py, from ten on of after.py, then of those after it in
# home.FOR_DEEDS.
_PREPARE = const(0)
_BEGIN = const(1)
_RESUME = const(2)
_DEAFEN = const(3)
_CONCLUDE = const(4)
_HUSH = const(5)
_LOG = const(6)
_STIR = const(7)
_BOOK = const(10)
_AWAIT_ZERO = const(11)
_CLOSE = const(12)
_NIGHT = const(13)
_REMEMBER = const(14)
GLANCE = const(20)
CHECKUP = const(30)

# Cues that grow with the guard's level: this one and the two after it.
CALLS = (cues.RELEASE, cues.AWAKE)

NIGHT = (_NIGHT,)
_HELD = (_DEAFEN, _CONCLUDE, _HUSH, _BOOK)
AFTER_HOLD = (_AWAIT_ZERO, _CLOSE, _NIGHT, _REMEMBER)

# event: (cue, deeds)
EVENTS = {
    session.STARTED: (cues.START, (_PREPARE,)),
    session.ZEROED: (cues.ZERO, ()),
    session.SEEK: (cues.PLACE, ()),
    session.CONTACT_MADE: (cues.CONTACT, (_BEGIN,)),
    session.LIFTED: (cues.PAUSED, (_DEAFEN,)),
    session.RESUMED: (cues.RESUMED, (_RESUME,)),
    session.COMPLETE: (cues.RELEASE, _HELD),
    session.BUZZ: (cues.RELEASE, ()),
    session.ANSWERED: (cues.REST, AFTER_HOLD),
    session.RESTED: (cues.READY, ()),
    session.STOPPED: (cues.ENDED, _HELD + AFTER_HOLD),
    session.CLOSED: (cues.CLICK, ()),
    session.CANCELLED: (cues.NO, (_HUSH,)),
    session.ASKED: (cues.AWAKE, ()),
    session.AWAKE: (cues.CLICK, (_STIR,)),
    session.WARNED: (cues.AIR, ()),
    session.ALARMED: (cues.ALARM, ()),
    session.NUMB: (cues.NUMB, ()),
    session.SHOWN: (cues.SHOWN, ()),
    session.TIMED: (cues.TIMED, ()),
    session.NOTED: (cues.NOTED, ()),
    session.FINISHED: (cues.READY, AFTER_HOLD),
    session.DONE: (cues.DONE, (_LOG, _BOOK, _NIGHT)),
}
