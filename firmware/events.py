"""What each event of a hold brings: a cue at once, and deeds, done a step at a time:
functions of deeds.py and after.py."""

from strapcore import session
from strapcore.compat import const
from strapcore.ui import cues

# Deeds, by their places in DEEDS of deeds.py, from ten on of after.py, then of those after it in
# FOR_DEEDS.
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

# Modules that deeds and lists load; forgotten when none are left. The first ones have DEEDS.
FOR_DEEDS = (
    "deeds",
    "after",
    "glance",
    "checkup",
    "book",
    "catchup",
    "evening",
    "opening",
    "shelf",
    "strapcore.plan",
    "strapcore.progress",
    "strapcore.record",
    "strapcore.routine",
)

# In the order of session's events, from 1 on.
CUES = (
    cues.CLICK,  # no event has 0
    cues.START,  # STARTED
    cues.ZERO,  # ZEROED
    cues.PLACE,  # SEEK
    cues.CONTACT,  # CONTACT_MADE
    cues.PAUSED,  # LIFTED
    cues.RESUMED,  # RESUMED
    cues.RELEASE,  # COMPLETE
    cues.RELEASE,  # BUZZ
    cues.REST,  # ANSWERED
    cues.READY,  # RESTED
    cues.ENDED,  # STOPPED
    cues.CLICK,  # CLOSED
    cues.NO,  # CANCELLED
    cues.AWAKE,  # ASKED
    cues.CLICK,  # AWAKE
    cues.AIR,  # WARNED
    cues.ALARM,  # ALARMED
    cues.NUMB,  # NUMB
    cues.SHOWN,  # SHOWN
    cues.TIMED,  # TIMED
    cues.DONE,  # DONE
    cues.NOTED,  # NOTED
    cues.READY,  # FINISHED
)

# event: deeds, where it brings any
DEEDS = {
    session.STARTED: (_PREPARE,),
    session.CONTACT_MADE: (_BEGIN,),
    session.LIFTED: (_DEAFEN,),
    session.RESUMED: (_RESUME,),
    session.COMPLETE: _HELD,
    session.ANSWERED: AFTER_HOLD,
    session.STOPPED: _HELD + AFTER_HOLD,
    session.CANCELLED: (_HUSH,),
    session.AWAKE: (_STIR,),
    session.DONE: (_LOG, _BOOK, _NIGHT),
    session.FINISHED: AFTER_HOLD,
}
