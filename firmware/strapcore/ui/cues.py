"""What the strap says without a screen: a tone pattern and a rhythm of its motor for each meaning,
to be told apart with closed eyes, by ear or by touch.

The strap keeps the patterns as numbers in a row; NAMES and MEANINGS are for people (docs/cues.md).
"""

from strapcore.compat import const

READY = const(0)
CLICK = const(1)
NO = const(2)
START = const(3)
ZERO = const(4)
PLACE = const(5)
CONTACT = const(6)
PAUSED = const(7)
RESUMED = const(8)
RELEASE = const(9)
RELEASE2 = const(10)
RELEASE3 = const(11)
AWAKE = const(12)
ALARM = const(13)
ALARM2 = const(14)
BREATHE = const(15)
EXHALE = const(16)
NUMB = const(17)
AIR = const(18)
REST = const(19)
ENDED = const(20)
SHOWN = const(21)
TIMED = const(22)
DONE = const(23)
FAULT_SENSOR = const(24)
FAULT_DISPLAY = const(25)
CRASH = const(26)
NOTED = const(27)
BATTERY = const(28)

_STEP_MS = const(20)
_END = const(255)
_ROW_END = b"\xff"
_LOUD = const(3)

# A row a cue, in the order above: how loud (0 to 3), then pairs of a note and how many steps of
# 20 ms it sounds. Notes count semitones from A2 (110 Hz), from 1 on; 0 is silence.
_TONES = (
    b"\x01\x28\x03\xff"  # ready
    b"\x00\x34\x01\xff"  # click
    b"\x01\x0b\x0a\xff"  # no
    b"\x01\x25\x04\x00\x02\x2a\x06\xff"  # start
    b"\x01\x2a\x03\xff"  # zero
    b"\x00\x1e\x02\xff"  # place
    b"\x01\x23\x04\x00\x02\x28\x08\xff"  # contact
    b"\x00\x2c\x03\x00\x04\x2c\x03\xff"  # paused
    b"\x01\x28\x03\x00\x03\x2c\x05\xff"  # resumed
    b"\x01\x1c\x0f\x00\x0a\x20\x0f\xff"  # release
    b"\x02\x20\x0f\x00\x05\x23\x0f\x00\x05\x20\x0f\xff"  # release2
    b"\x03\x28\x0a\x00\x03\x28\x0a\x00\x03\x28\x0a\x00\x03\x28\x0a\xff"  # release3
    b"\x00\x27\x06\x00\x06\x27\x06\xff"  # awake
    b"\x02\x27\x0a\x00\x05\x2c\x0a\x00\x05\x27\x0a\x00\x05\x2c\x0a\xff"  # alarm
    b"\x03\x2c\x0f\x00\x03\x31\x0f\x00\x03\x2c\x0f\x00\x03\x31\x0f\xff"  # alarm2
    b"\x00\x27\x0c\x25\x0c\x23\x0c\x20\x18\xff"  # breathe
    b"\x00\x20\x03\xff"  # exhale
    b"\x00\x25\x08\x00\x04\x25\x03\x00\x04\x25\x03\xff"  # numb
    b"\x01\x23\x05\x20\x05\x1c\x05\x00\x08\x23\x05\x20\x05\x1c\x05\xff"  # air
    b"\x01\x23\x0a\x00\x05\x1e\x0f\xff"  # rest
    b"\x01\x20\x08\x00\x03\x1c\x08\x00\x03\x17\x10\xff"  # ended
    b"\x01\x1c\x03\x00\x03\x23\x03\x00\x03\x1c\x03\xff"  # shown
    b"\x01\x2f\x06\x00\x04\x2f\x06\x00\x04\x2f\x0c\xff"  # timed
    b"\x01\x20\x03\x23\x03\x28\x06\xff"  # done
    b"\x02\x14\x1e\x00\x0a\x14\x06\x00\x06\x14\x06\xff"  # fault_sensor
    b"\x01\x14\x1e\x00\x0a\x14\x06\xff"  # fault_display
    b"\x02\x0d\x28\x00\x0a\x0d\x28\xff"  # crash
    b"\x01\x23\x03\x00\x03\x1c\x06\xff"  # noted
    b"\x01\x1c\x06\x17\x06\x10\x06\x0b\x12\xff"  # battery
)

# The motor, in the same order: steps on, off, on ... It takes three steps to be felt.
_RHYTHMS = (
    b"\x03\x03\x03\xff"  # ready
    b"\x03\xff"  # click
    b"\x12\xff"  # no
    b"\x05\x05\x0a\xff"  # start
    b"\x09\xff"  # zero
    b"\x03\x06\x03\xff"  # place
    b"\x05\x04\x05\x04\x0f\xff"  # contact
    b"\x08\x08\x08\xff"  # paused
    b"\x0f\x04\x05\xff"  # resumed
    b"\x14\x0a\x14\xff"  # release
    b"\x14\x06\x14\x06\x14\xff"  # release2
    b"\x0f\x04\x0f\x04\x0f\x04\x0f\x04\x0f\xff"  # release3
    b"\x0a\x14\x0a\xff"  # awake
    b"\x0a\x05\x0a\x05\x0a\x05\x0a\xff"  # alarm
    b"\x14\x03\x14\x03\x14\x03\x14\xff"  # alarm2
    b"\x05\x0f\x05\x0f\x1e\xff"  # breathe
    b"\x06\xff"  # exhale
    b"\x0c\x06\x04\x06\x04\xff"  # numb
    b"\x04\x04\x04\x04\x04\x0c\x04\x04\x04\x04\x04\xff"  # air
    b"\x0c\x08\x14\xff"  # rest
    b"\x0a\x04\x0a\x04\x16\xff"  # ended
    b"\x04\x04\x04\x04\x04\xff"  # shown
    b"\x08\x05\x08\x05\x10\xff"  # timed
    b"\x04\x03\x0a\xff"  # done
    b"\x1e\x0a\x08\x08\x08\xff"  # fault_sensor
    b"\x1e\x0a\x08\xff"  # fault_display
    b"\x28\x0a\x28\xff"  # crash
    b"\x04\x04\x08\x04\x04\xff"  # noted
    b"\x16\x06\x04\x04\x04\x04\x04\xff"  # battery
)

# Hz of the semitones from A4 on; an octave lower or higher is half or twice as much.
_OCTAVE = (440, 466, 494, 523, 554, 587, 622, 659, 698, 740, 784, 831)
# Loudness as PWM duty, 0..32768: a square wave is loudest at one half.
_DUTIES = (2000, 6000, 12000, 32768)


class Player:
    """Plays one cue at a time; a new one takes the place of the old.

    hz, duty   what sounds now; hz 0 is silence
    shaking    the motor runs now
    loud       this cue must wake somebody: it sounds in quiet mode too
    busy       a cue has begun, and its end was not yet told by `step`
    """

    def __init__(self):
        self.busy = False
        self.shaking = False
        self.loud = False
        self.hz = 0
        self.duty = 0
        self._at = self._beat = -1  # what comes next in _TONES and _RHYTHMS; -1: nothing
        self._left_ms = self._beat_ms = 0

    def play(self, cue):
        """Start this cue at the next step."""
        self.busy = True
        at = _begin(_TONES, cue)
        level = _TONES[at]
        self.loud = level == _LOUD
        self.duty = _DUTIES[level]
        self._at = at + 1
        self._beat = _begin(_RHYTHMS, cue)
        self._left_ms = self._beat_ms = 0
        self.shaking = False
        self.hz = 0

    def stop(self):
        """Be silent and still from now on."""
        self._at = self._beat = -1
        self.hz = 0
        self.shaking = False

    def step(self, dt_ms):
        """Let dt_ms pass; the frequency to sound now, Hz, 0 for silence."""
        self.busy = self._at >= 0 or self._beat >= 0
        if self._at >= 0:
            self._left_ms -= dt_ms
            if self._left_ms <= 0:
                self._next_note()
        if self._beat >= 0:
            self._beat_ms -= dt_ms
            if self._beat_ms <= 0:
                self._next_beat()
        return self.hz

    def _next_note(self):
        at = self._at
        note = _TONES[at]
        if note == _END:
            self._at = -1
            self.hz = 0
        else:
            self._at = at + 2
            self._left_ms = _TONES[at + 1] * _STEP_MS
            self.hz = hertz(note)

    def _next_beat(self):
        steps = _RHYTHMS[self._beat]
        if steps == _END:
            self._beat = -1
            self.shaking = False
        else:
            self._beat += 1
            self._beat_ms = steps * _STEP_MS
            self.shaking = not self.shaking


def hertz(note):
    """Frequency of a note of the table; 0 for silence."""
    if note == 0:
        return 0
    octave = (note - 1) // 12
    hz = _OCTAVE[(note - 1) % 12]
    return hz << octave - 2 if octave > 1 else hz >> 2 - octave


def _begin(rows, cue):
    """Where the row of this cue begins."""
    at = 0
    for _ in range(cue):
        at = rows.find(_ROW_END, at) + 1
    return at


# name, what it says; in the order of the numbers above
MEANINGS = (
    ("ready", "The strap is at home: a press begins what is next."),
    ("click", "The button was felt; a second and a third click: held long, held very long."),
    ("no", "Not now: the screen says why."),
    ("start", "A hold was asked for: hands off the ball while its zero is taken."),
    ("zero", "The zero is taken: put the ball in its place."),
    ("place", "Nobody on the ball yet; silent once you lie still on it."),
    ("contact", "You lie on the ball: the clock runs, close your eyes."),
    ("paused", "Off the ball: the clock stands."),
    ("resumed", "Back on the ball: the clock runs on."),
    ("release", "The hold is over: lift off, or press."),
    ("release2", "The same, louder, after 12 s."),
    ("release3", "The same, as loud as can be, after 30 s; sounds in quiet mode too."),
    ("awake", "Awake? Press, squeeze the ball or lift off."),
    ("alarm", "Nobody answered, or the ball is too firm: let air out or lift off."),
    ("alarm2", "Still nobody: as loud as can be; sounds in quiet mode too."),
    ("breathe", "Breathe out, long, with the falling notes."),
    ("exhale", "A long exhale was felt (where chosen in the menu)."),
    (
        "numb",
        "Numb or tingling in arm, hand or face? Lift off. Dull under the ball is no harm.",
    ),
    ("air", "The pressure stays above the routine's band: let some air out."),
    ("rest", "Off the ball: rest before the next point."),
    ("ended", "Ended early; what was reached is kept."),
    ("shown", "An exercise is on the screen; press when you have done it."),
    ("timed", "The exercise's time is over: press."),
    ("done", "The exercise is counted."),
    ("fault_sensor", "The sensor does not answer; a running hold goes on by time."),
    ("fault_display", "The display does not answer; everything else works."),
    ("crash", "Something went wrong; the strap starts again."),
    ("noted", "A note is on the screen; press when you have read it."),
    ("battery", "The battery is low; heard again: it is empty, and the strap goes to sleep."),
)
