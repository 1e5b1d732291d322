"""What is felt while somebody lies on the ball: breath, pulse, throb, tissue. All estimates."""

from strapcore.compat import const
from strapcore.listening.throb import Throb
from strapcore.listening.tissue import Tissue

_GRID_HZ = const(25)
_STEADY = const(307)  # unevenness of breath below which its harmonics are guarded against, / 1024


class Listener:
    """Owns the estimators, and feeds each at its own pace.

    breath, pulse    their rates count in the sensor's own seconds, so take them from here:
    breath_rate      hundredths of a breath a minute, 0 while not to be believed
    pulse_rate       hundredths of a beat a minute, 0 while not to be believed
    """

    def __init__(self, rate_hz, breath=None, pulse=None):
        """rate_hz: samples a second, 10 to 75; breath, pulse: where they were made before."""
        if breath is None:
            from strapcore.listening.breath import Breath
            from strapcore.listening.pulse import Pulse

            breath, pulse = Breath(), Pulse()
        self.breath = breath
        self.pulse = pulse
        self.throb = Throb()
        self.tissue = Tissue()
        self._rate = rate_hz
        self._scale = 8192  # true over nominal rate
        self._block = rate_hz // _GRID_HZ
        self._grid = None
        if rate_hz % _GRID_HZ:
            from strapcore.listening.grid import Grid  # most sensors do without

            self._grid = Grid(rate_hz)
        self.reset()

    def reset(self):
        """Begin afresh, at contact: what came before it is a thousand times a pulse."""
        self.breath.reset()
        self.pulse.reset()
        self.throb.reset()
        self.tissue.reset()
        self.breath_rate = self.pulse_rate = 0
        self._load_sum = self._heard_sum = self._samples = self._moves = 0
        self._load_x16 = 0  # of the last second
        self._moving = True

    def tell(self, true_mhz):
        """The sensor's true sample rate against the strap's clock, mHz; at most 120 Hz."""
        self._scale = (true_mhz << 13) // (self._rate * 1000)

    def _corrected(self, rate):
        """A rate counted in nominal seconds, in true ones."""
        return rate * self._scale + 4096 >> 13

    def feed(self, pa, moving):
        """Take one sample: pressure above the zero (Pa), whether the load shows a movement."""
        self._load_sum = total = self._load_sum + pa
        self._samples = count = self._samples + 1
        block = self._block
        if self._grid:
            self._grid.pass_on(pa, self)
        elif count % block:
            self.pulse.work()
        else:
            x = (total - self._heard_sum << 8) // block
            self._heard_sum = total
            self.breath.feed(x)
            self.pulse.feed(x)
        if count > 4 * block + 2:
            if count == self._rate:
                self._second(moving)
        elif count == 3 * block + 1:  # here and there the comb has little to do
            self.throb.second(self.pulse.stroke, self.pulse.ok, self._moving, self._load_x16 >> 4)
        elif count == 4 * block + 2:
            self.tissue.second(self._load_x16, self._moving)

    def hear(self, x):
        """A value of the grid's, 1/256 Pa."""
        self.breath.feed(x)
        self.pulse.feed(x)

    def _second(self, moving):
        pulse, breath = self.pulse, self.breath
        pulse.breath_rate = breath.rate if breath.interval_cv < _STEADY else 0
        pulse.breath_depth = breath.rms * 45  # peak to peak of a sine, 1/256 Pa
        self._load_x16 = (self._load_sum << 4) // self._samples
        self._moving = moving = moving or pulse.moving or pulse.moves != self._moves
        self._moves = pulse.moves
        self._load_sum = self._heard_sum = self._samples = 0
        if moving:
            breath.stir()
        self.breath_rate = self._corrected(breath.rate) if breath.ok else 0
        self.pulse_rate = self._corrected(pulse.rate) if pulse.ok else 0
