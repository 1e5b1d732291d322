"""What the strap says without a screen: one tone pattern a meaning, for closed eyes."""

# name: hz, ms, hz, ms, ... (0 Hz is silence). Times are whole steps of 20 ms.
CUES = {
    "ready": (1047, 60),
    "click": (2093, 20),
    "no": (196, 200),
    "start": (880, 80, 0, 40, 1175, 120),
    "zero": (1175, 60),
    "place": (587, 40),
    "contact": (784, 80, 0, 40, 1047, 160),
    "paused": (1319, 60, 0, 80, 1319, 60),
    "resumed": (1047, 60, 0, 60, 1319, 100),
    "release": (523, 300, 0, 200, 659, 300),
    "release2": (659, 300, 0, 100, 784, 300, 0, 100, 659, 300),
    "release3": (1047, 200, 0, 60, 1047, 200, 0, 60, 1047, 200, 0, 60, 1047, 200),
    "breathe": (988, 240, 880, 240, 784, 240, 659, 480),
    "exhale": (659, 60),
    "awake": (988, 120, 0, 120, 988, 120),
    "alarm": (988, 200, 0, 100, 1319, 200, 0, 100, 988, 200, 0, 100, 1319, 200),
    "alarm2": (1319, 300, 0, 60, 1760, 300, 0, 60, 1319, 300, 0, 60, 1760, 300),
    "rest": (784, 200, 0, 100, 587, 300),
    "ended": (659, 160, 0, 60, 523, 160, 0, 60, 392, 320),
    "fault_sensor": (330, 600, 0, 200, 330, 120, 0, 120, 330, 120),
    "fault_display": (330, 600, 0, 200, 330, 120),
    "crash": (220, 800, 0, 200, 220, 800),
}

# Loudness as PWM duty, 0..32768 (a square wave is loudest at one half); 6000 where not named.
_DUTY = {
    "click": 2000,
    "place": 2000,
    "paused": 2500,
    "breathe": 2000,
    "exhale": 1200,
    "awake": 2500,
    "alarm": 12000,
    "alarm2": 32768,
    "release": 4000,
    "release2": 12000,
    "release3": 32768,
    "fault_sensor": 12000,
    "crash": 12000,
}


class Player:
    """Plays one cue at a time; a new one takes the place of the old.

    hz, duty   what sounds now; hz 0 is silence
    busy       a cue has begun, and its end was not yet told by `step`
    """

    def __init__(self):
        self.busy = False
        self.hz = 0
        self.duty = 0
        self._cue = None
        self._at = 0
        self._left_ms = 0

    def play(self, name):
        """Start the cue of this name at the next step."""
        self.busy = True
        self._cue = CUES[name]
        self.duty = _DUTY.get(name, 6000)
        self._at = -2
        self._left_ms = 0

    def stop(self):
        """Be silent from now on."""
        self._cue = None
        self.hz = 0

    def step(self, dt_ms):
        """Let dt_ms pass; the frequency to sound now, Hz, 0 for silence."""
        if self._cue is None:
            self.busy = False
            return 0
        self._left_ms -= dt_ms
        if self._left_ms <= 0:
            self._at += 2
            if self._at >= len(self._cue):
                self.stop()
            else:
                self.hz = self._cue[self._at]
                self._left_ms = self._cue[self._at + 1]
        return self.hz
