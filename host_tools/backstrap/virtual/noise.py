"""Seeded noise that is the same on every interpreter: integers below 2**30, no allocation."""
# mypy: ignore-errors

# Lag-1 multiply-with-carry: 16380 * 2**16 - 1 and 16380 * 2**15 - 1 are prime, period over 5e8.
_A = 16380
_SUM4_MEAN = 510  # of four bytes; their standard deviation is 147.8
_SUM4_SD = 148


class Noise:
    def __init__(self, seed):
        self.x = 1 + (seed * 7919 + 104729) % 1000000007
        for _ in range(8):  # neighbouring seeds part company
            self.bits()

    def bits(self):
        """The next 16 random bits."""
        x = self.x
        x = _A * (x & 0xFFFF) + (x >> 16)
        self.x = x
        return x & 0xFFFF

    def below(self, n):
        """0 to n - 1; n at most 16384."""
        return self.bits() * n >> 16

    def between(self, least, most):
        return least + self.below(most - least + 1)

    def gauss(self, sd):
        """About normal (sum of four uniforms: never beyond 3.5 sd); sd below 2**20."""
        a = self.bits()
        b = self.bits()
        return ((a & 255) + (a >> 8) + (b & 255) + (b >> 8) - _SUM4_MEAN) * sd // _SUM4_SD
