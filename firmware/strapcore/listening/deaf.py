"""In the place of pulse.py, where a sensor is too coarse to feel one: an eighth of its memory."""


class Pulse:
    """As pulse.Pulse, which has found nothing."""

    ok = moving = False
    rate = stroke = moves = 0

    def reset(self):
        pass

    def feed(self, x):
        pass

    def work(self):
        pass
