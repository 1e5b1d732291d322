"""The ball over time: samples in, the picture of the ball kept; its sensor lost and found."""

from strapcore.compat import const
from strapcore.sense.air import Air
from strapcore.sense.sense import Sense

_SILENT_MS = 2000  # no sample for so long: the sensor is gone
_RETRY_S = 5
_GLITCH_MS = 700  # a read that fails counts so long: two in a row may
_FROZEN = const(50)  # reads in 2 s: a part that measures always dithers
_SURE = const(4)  # reads that show the limit; fewer are a stray code
_LINGERS = const(25)  # and about so many until it is believed to be over


class Ball:
    """Owns `sense`, and looks for parts that do not answer.

    reading   this step has read a burst, or loaded what reads one: it has no time for anything
              that can wait
    news      a part was lost or found; whoever has seen it sets it back
    """

    def __init__(self, board):
        self.sense = Sense(50, 2, None, Air())
        self.reading = False
        self.news = False
        self._board = board
        self._silent_ms = 0
        self._held = False
        self._rest = -1  # the sample left over from the last burst
        self._code = self._same = self._over = 0
        self._sensor = False  # the last that was there or was missed; at first none was
        self._retry_s = 0

    def step(self, dt_ms):
        """Let dt_ms pass: take what the sensor has.

        A sensor that keeps samples gives them in bursts. Of a burst the last one is left for the
        next step, which then reads nothing: half the transactions, and the work spread evenly.
        """
        self.reading = False
        board = self._board
        sensor = board.sensor
        if board.finding:
            self.reading = sensor is None
            self._search()
        if sensor is None:
            return
        sense, samples = self.sense, sensor.samples
        if self._rest >= 0:
            sense.feed(samples[self._rest])
            self._rest = -1
            return
        count = self._read(sensor, samples)
        if count == 0:
            self._silent_ms += dt_ms
            if self._silent_ms >= _SILENT_MS:
                self._lose(OSError("gives no sample"))
            return
        self.reading = True
        self._silent_ms = 0
        if len(samples) == 1:
            sense.feed(samples[0])
            return
        self._rest = count - 1
        for i in range(count - 1):
            sense.feed(samples[i])

    def _read(self, sensor, samples):
        """How many new samples there are; none that cannot be."""
        try:
            count = sensor.read()
        except OSError as e:
            self._board.failed += 1
            self._silent_ms += _GLITCH_MS
            if self._silent_ms >= _SILENT_MS:
                self._lose(e)
            return 0
        if count == 0:
            return 0
        if sensor.code == self._code:
            self._same += 1
        else:
            self._code = sensor.code
            self._same = 0
        pa = samples[count - 1]
        low, high = sensor.range_pa
        if pa <= low:
            return 0
        if 50 * pa > 49 * high or self._same >= _FROZEN:
            return self._clip(2, count)
        if self._over:
            return self._clip(0, count)
        return count

    def _clip(self, more, count):
        """The sensor is at its limit: above 98 % of its range, on a code that is no measurement,
        or frozen. How many samples count: a stray one does not."""
        over = self._over - 1 + more
        if over >= _SURE:
            over = _LINGERS if more else over
        elif more:
            count = 0
        self._over = over
        self.sense.contact.clipped = over >= _SURE
        return count

    def second(self, held):
        """Once a second: the clocks compared, the chip's temperature, lost parts looked for.

        held: a hold runs and keeps what it knows.
        """
        self._held = held
        board, air = self._board, self.sense.contact.air
        self.sense.pass_ms(1000)
        if board.faults and board.finding is None:
            self._retry()
        if board.sensor:
            try:
                air.temp_cc = board.sensor.read_temp_cc()
            except OSError:
                board.failed += 1
        if board.ambient:
            try:
                board.ambient.second(air)
            except OSError as e:
                board.lose("ambient", e)
                self.news = True

    def feel(self):
        """Start feeling afresh, as this sensor needs it; what is known of the ball is kept."""
        sensor, was = self._board.sensor, self.sense
        if sensor:
            ears = was.listener if was.rate_hz == sensor.rate_hz else None
            self.sense = Sense(sensor.rate_hz, sensor.noise_pa, ears, was.contact.air)

    def _lose(self, error):
        """A running hold goes on by time: its last contact stands."""
        self._board.lose("sensor", error)
        self._silent_ms = 0
        self._rest = -1
        self._sensor = None
        self.news = True

    def _retry(self):
        """A part that is plugged in again is found within 5 s."""
        self._retry_s += 1
        if self._retry_s < _RETRY_S:
            return
        self._retry_s = 0
        display = self._board.display
        try:
            self._board.connect()
        except OSError:  # storage fails too: it does not say where the parts are
            return
        if self._board.display is not display:
            self.news = True

    def _search(self):
        """Go on looking for the sensor; a running hold keeps what it knows."""
        board = self._board
        ambient, done = board.ambient, board.search()
        if board.ambient is not ambient:
            self.news = True
        if (done or board.sensor) and board.sensor is not self._sensor:
            self._sensor = board.sensor
            self.news = True
            if self._sensor and not self._held:
                self.feel()
