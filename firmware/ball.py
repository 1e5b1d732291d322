"""The ball over time: samples in, the picture of the ball kept; its sensor lost and found."""

from loader import forget, load
from strapcore.sense.air import Air
from strapcore.sense.sense import Sense

_SILENT_MS = 2000  # no sample for so long: the sensor is gone
_RETRY_S = 5
_GLITCHES = 2  # reads in a row that may fail
_LISTENING = "strapcore.listening."
_EARS = ("breath", "listener", "pulse")  # modules, each behind those it needs


class Ball:
    """Owns `sense`, and looks for parts that do not answer.

    reading   this step has read a burst: it has no time for anything that can wait
    news      a part was lost or found; whoever has seen it sets it back
    """

    def __init__(self, board):
        self.sense = Sense(50, 2, None, Air())
        self.reading = False
        self.news = False
        self._board = board
        self._silent_ms = self._failed = 0
        self._held = False
        self._rest = -1  # the sample left over from the last burst
        self._retry_s = 0
        self._ears = []  # modules and what is made of them, on the way to a Listener
        self.feel()

    def step(self, dt_ms):
        """Let dt_ms pass: take what the sensor has.

        A sensor that keeps samples gives them in bursts. Of a burst the last one is left for the
        next step, which then reads nothing: half the transactions, and the work spread evenly.
        """
        self.reading = False
        board = self._board
        sensor = board.sensor
        if sensor is None:
            if board.finding:
                self._search()
            return
        sense, samples = self.sense, sensor.samples
        if self._rest >= 0:
            sense.feed(samples[self._rest])
            self._rest = -1
            return
        try:
            count = sensor.read()
        except OSError as e:
            self._failed += 1
            if self._failed > _GLITCHES:
                self._lose(e)
            return
        self._failed = 0
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

    def second(self, held):
        """Once a second: the clocks compared, the chip's temperature, lost parts looked for.

        held: a hold runs and keeps what it knows.
        """
        self._held = held
        self.sense.pass_ms(1000)
        if self._board.faults and self._board.finding is None:
            self._retry(held)
        sensor = self._board.sensor
        if sensor:
            try:
                self.sense.contact.air.temp_cc = sensor.read_temp_cc()
            except OSError as e:
                self._lose(e)

    def feel(self):
        """Start feeling afresh, as this sensor needs it; what is known of the ball is kept."""
        sensor, was = self._board.sensor, self.sense
        if sensor:
            ears = was.listener if was.rate_hz == sensor.rate_hz else None
            self.sense = Sense(sensor.rate_hz, sensor.noise_pa, ears, was.contact.air)

    def open_ears(self):
        """For a hold: load what listens, a part a call. True while there is more to load.

        What listens is a quarter of the heap, and only estimates: a hold goes on without it.
        """
        sensor, sense, parts = self._board.sensor, self.sense, self._ears
        if sensor is None or not sensor.feels_breath or sense.listener:
            return False
        try:
            if len(parts) < len(_EARS):
                parts.append(load(_LISTENING + _EARS[len(parts)]))
            elif len(parts) == len(_EARS):
                parts.append(parts[0].Breath())
            elif len(parts) == len(_EARS) + 1:
                parts.append(parts[2].Pulse())
            else:
                listener = parts[1].Listener(sense.rate_hz, parts[3], parts[4])
                listener.deaf = not sensor.feels_pulse
                sense.give(listener)
                parts.clear()
                return False
            return True
        except (OSError, MemoryError):
            self.close_ears()
            return False

    def close_ears(self):
        """After a hold: forget what listened."""
        self._ears.clear()
        self.sense.give(None)
        forget(_LISTENING)

    def _lose(self, error):
        """A running hold goes on by time: its last contact stands."""
        self._board.lose("sensor", error)
        self._silent_ms = self._failed = 0
        self._rest = -1
        self.news = True

    def _retry(self, held):
        """A part that is plugged in again is found within 5 s."""
        self._retry_s += 1
        if self._retry_s < _RETRY_S:
            return
        self._retry_s = 0
        board = self._board
        sensor, lost = board.sensor, len(board.faults)
        board.connect()
        if board.sensor is not sensor and not held:
            self.feel()
        if board.finding is None and len(board.faults) < lost:
            self.news = True

    def _search(self):
        """Go on looking for the sensor."""
        self._board.search()
        if self._board.finding is None:
            self.news = True
            if not self._held:
                self.feel()
