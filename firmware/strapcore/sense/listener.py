"""What is felt while somebody lies on the ball: breath, pulse, throb, tissue. All estimates."""

from strapcore.compat import const
from strapcore.sense.breath import Breath
from strapcore.sense.grid import Grid
from strapcore.sense.pulse import Pulse
from strapcore.sense.throb import Throb
from strapcore.sense.tissue import Tissue

_STEADY = const(307)  # unevenness of breath below which its harmonics are guarded against, / 1024


class Listener:
    """Owns the estimators, and feeds each at its own pace.

    breath, pulse    their rates count in the sensor's own seconds, so take them from here:
    breath_rate      hundredths of a breath a minute, 0 while not to be believed
    pulse_rate       hundredths of a beat a minute, 0 while not to be believed
    """

    def __init__(self, rate_hz):
        """rate_hz: samples a second, 10 to 75."""
        self.breath = Breath()
        self.pulse = Pulse()
        self.throb = Throb()
        self.tissue = Tissue()
        self._grid = Grid(rate_hz)
        self._rate = rate_hz
        self.reset()

    def reset(self):
        """Begin afresh, at contact: what came before it is a thousand times a pulse."""
        self.breath.reset()
        self.pulse.reset()
        self.throb.reset()
        self.tissue.reset()
        self.breath_rate = self.pulse_rate = 0
        self._load_sum = self._samples = self._moves = 0

    def tell(self, true_mhz):
        """The sensor's true sample rate against the strap's clock, mHz."""
        self._grid.tell(true_mhz)

    def feed(self, pa, moving, temp_cc):
        """Take one sample: pressure above the zero (Pa), whether the load shows a movement, the
        sensor's temperature (hundredths of a degree C)."""
        grid, pulse, breath = self._grid, self.pulse, self.breath
        grid.feed(pa)
        if not grid.ready:
            pulse.work()
        while grid.ready:
            x = grid.take()
            breath.feed(x)
            pulse.breath_rate = breath.rate if breath.interval_cv < _STEADY else 0
            pulse.breath_depth = breath.rms * 45  # peak to peak of a sine, 1/256 Pa
            pulse.feed(x)
        self._load_sum += pa
        self._samples += 1
        if self._samples == self._rate:
            self._second(moving, temp_cc)

    def _second(self, moving, temp_cc):
        pulse, breath = self.pulse, self.breath
        load_x16 = (self._load_sum << 4) // self._samples
        moving = moving or pulse.moving or pulse.moves != self._moves
        self._moves = pulse.moves
        self._load_sum = self._samples = 0
        if moving:
            breath.stir()
        self.throb.second(pulse.stroke, pulse.ok, moving, load_x16 >> 4)
        self.tissue.second(load_x16, moving, 10 * temp_cc)
        self.breath_rate = self._grid.corrected(breath.rate) if breath.ok else 0
        self.pulse_rate = self._grid.corrected(pulse.rate) if pulse.ok else 0
