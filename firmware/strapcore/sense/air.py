"""What the ball's air does by itself: firmness, leak, warmth, the pump. Learned off the body.

An untouched ball shows its leak and its warmth without a body's tissue in between. What they take
from it is no softening. What was never seen stays unknown, and is doubted instead.
"""

from strapcore.compat import const

_BLOCK_S = const(2)  # a quiet block of contact.py
_WAIT = const(15)  # of them: after a touch the air warms or cools for half a minute
_MEAN = const(4)  # blocks that make one mean
_LEAST = const(4)  # means apart: 32 s
_MOST = const(64)  # 8.5 min; then a new run begins, for the weather turns
_FIRM_PA = const(1000)  # a softer ball does not show its leak
_STILL_CC = const(2)  # warmth that leaves a slope nearly as it is,
_WARM_CC = const(40)  # and that is enough to see what warmth does
HEAT_MOST_PA_K = const(350)  # a rigid ball has 348
_HEAT_NOISE = const(20)
WEATHER_PA = const(60)  # in 1000 s: weather and noise (sensing.md: 25 Pa in 15 min and more)
_ROOM_PA = const(300)  # and how far it carries the room's pressure off in an evening
LEAK_MOST_PPM = const(2000)  # half lost in six minutes: nobody holds on such a ball
_STROKE_LEAST_PA = const(30)  # of the pump; less is noise
_STROKES_MOST = const(9)


class Air:
    """contact.py calls `quiet` for every 2 s without a touch; read the rest.

    room_pa         pressure of the room, Pa absolute; 0 = not known. From an open valve, or set
                    by the owner, who measures it (ambient.py)
    weather_pa      what of the weather is not known to do to the ball in 1000 s, Pa; less than
                    WEATHER_PA where the room is measured
    offset_pa       how much more the ball's sensor shows in the room's air than the room's own
    first           mean at the begin of a run, 1/16 Pa; 0: this run learns nothing
    firm_pa         the untouched ball above the room, Pa; -1 = not known
    temp_cc         set by the owner: the sensor's temperature, hundredths of a degree C
    fade            fall of the untouched ball, Pa in 1000 s; -1 = not known
    leak_ppm        1e-6 of the gauge pressure a second; -1 = not known. leak_doubt_ppm: +-
    leak_most_ppm   what it may be at most while not known: half lost in an hour, until the end of
                    a long hold has shown less
    heat_pa_k       Pa per kelvin; -1 = not known. heat_doubt_pa_k: +-
    stroke_pa       what one stroke of the pump adds, Pa; 0 = not known
    """

    def __init__(self):
        self.room_pa = self.offset_pa = 0
        self.weather_pa = WEATHER_PA
        self.firm_pa = -1
        self.temp_cc = 0
        self.fade = -1
        self.leak_ppm = -1
        self.leak_doubt_ppm = 0
        self.leak_most_ppm = 200
        self.heat_pa_k = -1
        self.heat_doubt_pa_k = 0
        self.stroke_pa = 0
        self._sum = 0
        self.first = 0
        self._first_cc = 0
        self._strokes = 0  # that were asked for,
        self._before_pa = 0  # at this firmness

    def quiet(self, blocks, pa_x16):
        """Mean of 2 s without a touch, 1/16 Pa absolute: the `blocks`-th in a row, from 1."""
        if self.room_pa:
            self._weigh(pa_x16 >> 4)
            if self.weather_pa < WEATHER_PA:
                pa_x16 -= self.room_pa << 4  # weather moves the ball as it moves the room
        if blocks <= _WAIT:
            return
        run = (blocks - 1 - _WAIT) % (_MEAN * _MOST)
        at = run % _MEAN
        self._sum = pa_x16 if at == 0 else self._sum + pa_x16
        if at < _MEAN - 1:
            return
        mean = self._sum // _MEAN
        means = run // _MEAN
        if means == 0:
            self.first = mean
            self._first_cc = self.temp_cc
        elif means >= _LEAST and self.first:
            self._learn(self.first - mean, means * _MEAN * _BLOCK_S)

    def opened(self, zero_pa):
        """The valve is open: the quiet ball has the pressure of the room."""
        if self.weather_pa < WEATHER_PA:
            self.offset_pa += zero_pa - self.room_pa
        self.room_pa = zero_pa
        self.firm_pa = 0

    def advice(self, low_pa, high_pa):
        """Strokes of the pump to come within the band; -1: let some air out; 0: as it should be,
        or not known. The pump is learned from what came of the last advice."""
        firm = self.firm_pa
        if firm < 0 or low_pa <= firm <= high_pa:
            return 0
        if firm > high_pa:
            return -1
        strokes = 1
        if self.stroke_pa:
            strokes = (low_pa - firm + self.stroke_pa - 1) // self.stroke_pa
            if strokes > _STROKES_MOST:
                strokes = _STROKES_MOST
        self._strokes = strokes
        self._before_pa = firm
        return strokes

    def _weigh(self, zero_pa):
        """A ball that was let go: how firm is it, and what did the pump do?"""
        if zero_pa < self.room_pa:
            self.opened(zero_pa)  # no ball is below the room
        self.firm_pa = zero_pa - self.room_pa
        gain = self.firm_pa - self._before_pa
        if self._strokes and gain >= _STROKE_LEAST_PA * self._strokes:
            gain //= self._strokes
            self.stroke_pa = (3 * self.stroke_pa + gain) >> 2 if self.stroke_pa else gain
            self._strokes = 0

    def _learn(self, fall_x16, seconds):
        """The untouched ball fell so far in this time, while its temperature went where it did."""
        warmed = self.temp_cc - self._first_cc
        size = warmed if warmed >= 0 else -warmed
        if self.heat_pa_k >= 0:
            fall_x16 += self.heat_pa_k * warmed * 4 // 25
            doubt = size * self.heat_doubt_pa_k * 10 // seconds
        elif size <= _STILL_CC:
            doubt = size * HEAT_MOST_PA_K * 10 // seconds
        else:
            if size >= _WARM_CC and self.fade >= 0:
                self._find_heat(self.fade * seconds * 2 // 125 - fall_x16, warmed)
                self.heat_doubt_pa_k = _HEAT_NOISE + self.weather_pa * seconds // (10 * size)
            return
        fade = fall_x16 * 125 // (2 * seconds)
        self.fade = fade = fade if fade > 0 else 0
        firm, known = self.firm_pa, self.leak_doubt_ppm
        if firm >= _FIRM_PA:
            ppm = min(fade * 1000 // firm, LEAK_MOST_PPM)
            doubt = ((self.weather_pa + doubt) * 1000 + ppm * _ROOM_PA) // firm
            off = ppm - self.leak_ppm
            # a poorer look than one before counts where it shows another leak
            if self.leak_ppm < 0 or doubt <= known or not -doubt - known <= off <= doubt + known:
                self.leak_ppm = ppm
                self.leak_doubt_ppm = doubt

    def _find_heat(self, rise_x16, warmed):
        """The untouched ball rose so far, 1/16 Pa, with so much warmth."""
        heat = rise_x16 * 25 // (4 * warmed)
        if -_HEAT_NOISE <= heat <= HEAT_MOST_PA_K + _HEAT_NOISE:
            self.heat_pa_k = heat if heat > 0 else 0
