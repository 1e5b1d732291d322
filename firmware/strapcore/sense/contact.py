"""Is somebody on the ball: the zero, the load, contact with hysteresis, movement.

Thresholds follow the ball in use: a zero taken off the body before every point, and the load of
this very hold. Fixed pressures would be wrong for most balls.
"""

from array import array

from strapcore.compat import const
from strapcore.sense.air import Air

_ON_PA = const(600)  # a hand resting on the ball stays below, 5 kg on the softest ball above
_OFF_PA = const(300)
_QUIET_PA = const(24)  # spread of 2 s of an untouched ball: sensor noise, not a breathing body
_QUIET_S = const(2)
_FAR_BLOCKS = const(3)  # a zero far above the last must hold for 6 s: a body breathes by then
_SETTLED_S = const(12)  # until then the load is followed fast: people lie down in more than 2 s
_MOVE_PA = const(120)
_MOVE_RATIO = const(6)


class Contact:
    """Feed it every sample; read the attributes.

    zero_pa    pressure of the ball with nobody on it, Pa absolute; 0 until known (half a second
               of quiet; confirmed, or replaced, by every 2 s of quiet)
    gauge_pa   pressure above the zero, Pa, smoothed over two samples
    load_pa    slow mean of gauge_pa in contact (10 s; 1.3 s at first), Pa; 0 before 2 s
    on         somebody is on the ball
    moving     the body moves (and for 1 s after)
    moves      movements so far
    zero_age   samples since the zero was last seen to hold
    zero_fresh the zero was seen to hold within the last half second
    zeroing    set by the owner: a quiet ball may be taken for the zero now
    clipped    set by the owner: the sensor is at its limit, and pa no more than a bound
    air        what the untouched ball shows of its firmness, leak and warmth
    """

    def __init__(self, rate_hz, noise_pa):
        """rate_hz: samples a second; noise_pa: the sensor's noise, Pa RMS."""
        self.zero_pa = 0
        self.gauge_pa = 0
        self.load_pa = 0
        self.on = False
        self.moving = False
        self.moves = 0
        self.zero_age = 0x3FFFFFF
        self.zeroing = True
        self.clipped = False
        self.air = Air()
        self.pa = 0
        self._rate = rate_hz
        self._on_pa = max(_ON_PA, 30 * noise_pa)
        self._off_pa = max(_OFF_PA, 15 * noise_pa)
        self._quiet_pa = max(_QUIET_PA, 12 * noise_pa)
        self._smooth = 0  # Pa << 4
        self._low = self._high = self._base = self._sum = self._count = 0
        self._blocks = 0  # quiet blocks in a row
        self._on_samples = 0
        self._load = 0  # Pa << 8
        self._turn = False
        self._past = array("i", [0] * (rate_hz // 4))  # half a second
        self._at = 0
        self._level = 20 << 8  # mean half-second change of a body at rest, Pa << 8
        self._hold = 0

    @property
    def zero_fresh(self):
        return self.zero_age * 2 <= self._rate

    @property
    def untouched(self):
        """Nobody has touched the ball: its zero was seen to hold within the last 3 s."""
        return self.zero_age <= 3 * self._rate

    def restart(self):
        """A new hold begins: nobody is on the ball, no load is known, no movement was seen."""
        self.on = False
        self.moves = 0
        self.load_pa = 0
        self._on_samples = 0
        self._load = 0

    def suppose(self, zero_pa):
        """Somebody was on the ball before the first sample: contact, above a supposed zero."""
        self.restart()
        self.zero_pa = zero_pa
        self.zeroing = False
        self.on = True

    def feed(self, pa):
        """Take one sample, absolute pressure in Pa."""
        self.pa = pa
        smooth = self._smooth
        if smooth == 0:
            smooth = pa << 4
            self._low = self._high = self._base = pa
            past = self._past
            for i in range(len(past)):
                past[i] = pa
        self._smooth = smooth = smooth + (pa - (smooth >> 4) << 3)
        smooth >>= 4
        self.zero_age += 1
        zero = self.zero_pa
        if zero:
            self.gauge_pa = smooth - zero
        self._feel_contact(self.gauge_pa)
        self._turn = turn = not self._turn  # two slow things, every second sample each
        if turn:
            self._feel_quiet(pa)
        else:
            self._feel_movement(smooth)

    def _feel_quiet(self, pa):
        """Blocks of 2 s within the sensor's own noise are a ball that nobody touches."""
        low = self._low
        high = self._high
        if pa < low:
            self._low = low = pa
        elif pa > high:
            self._high = high = pa
        if high - low > self._quiet_pa:
            self._low = self._high = self._base = pa
            self._sum = self._count = self._blocks = 0
            return
        self._sum += pa - self._base
        self._count = count = self._count + 1
        wanted = _QUIET_S * self._rate // 2 if self.zero_pa else self._rate // 4
        if count < wanted:
            return
        mean_x16 = (self._base << 4) + (self._sum << 4) // self._count
        mean = mean_x16 >> 4
        self._low = self._high = self._base = pa
        self._sum = self._count = 0
        self._blocks += 1
        if self.clipped or not self.zeroing:
            return
        above = mean - self.zero_pa
        if self.zero_pa == 0:
            self.zero_pa = mean  # better than none: a strap may be pressed as soon as it wakes
            self._blocks = 0
        elif above < self._on_pa or self._blocks >= _FAR_BLOCKS:
            self.zero_pa = mean
            self.zero_age = 0
            self.air.quiet(self._blocks, mean_x16)

    def _feel_contact(self, gauge):
        """Hysteresis at shares of this hold's own load: neither heat nor a leak fools it."""
        if not self.on:
            limit = self.load_pa >> 1
            if gauge > (limit if limit > self._on_pa else self._on_pa):
                self.on = True
                self._on_samples = 0
            return
        limit = self.load_pa // 3
        if gauge < (limit if limit > self._off_pa else self._off_pa) and not self.clipped:
            self.on = False
            return
        self._on_samples = samples = self._on_samples + 1
        rate = self._rate
        if samples < 2 * rate:
            return
        load = self._load
        if load == 0:
            load = gauge << 8
        off = gauge - (load >> 8)
        self._load = load = load + (off if samples > _SETTLED_S * rate else off << 3)
        self.load_pa = load >> 8

    def _feel_movement(self, smooth):
        """A half-second change far above this body's usual one is a movement."""
        past = self._past
        at = self._at
        change = smooth - past[at]
        past[at] = smooth
        at += 1
        self._at = at if at < len(past) else 0
        if change < 0:
            change = -change
        level = self._level
        usual = level >> 8
        limit = _MOVE_RATIO * usual
        if change > (limit if limit > _MOVE_PA else _MOVE_PA):
            if not self.moving:
                self.moves += 1
            self.moving = True
            self._hold = self._rate >> 1
        elif self._hold:
            self._hold -= 1
        else:
            self.moving = False
        most = 4 * usual + 8
        self._level = level + (change if change < most else most) - usual
