"""Integer filters shared by the estimators.

Every intermediate stays within +-2**30 (a small int on the ESP32 and on wasm32), nothing is
allocated after construction, and the results are the same on CPython and MicroPython.
"""

from array import array
from struct import pack_into

from strapcore.compat import const

_COEF_BITS = const(12)


def zeros(kind, count):
    """An array of `count` zeros of kind b, h, H or i; made once, at construction."""
    return array(kind, bytes(count << (2 if kind == "i" else kind != "b")))


def fill(a, value):
    """Set every element of an array."""
    for i in range(len(a)):
        a[i] = value


def isqrt(n):
    """Largest integer whose square is at most n; n below 2**30."""
    root = 0
    bit = 1 << 28 if n >> 14 else 1 << 12
    while bit > n:
        bit >>= 2
    while bit:
        if n >= root + bit:
            n -= root + bit
            root = (root >> 1) + bit
        else:
            root >>= 1
        bit >>= 2
    return root


class Biquad:
    """Second-order section, transposed direct form II, coefficients * 4096.

    The two states keep all 12 fraction bits, so that only the output is rounded. With |x| up to
    2**14 and an output gain below 3 every sum stays within 2**30.
    """

    def __init__(self, b0, b1, a1, a2):
        self.b0 = b0
        self.b1 = b1
        self.a1 = a1
        self.a2 = a2
        self.z1 = 0
        self.z2 = 0

    def step(self, x):
        """Return the filtered value for input x (same unit)."""
        b = self.b0 * x
        y = (b + self.z1) >> _COEF_BITS
        self.z1 = self.b1 * x - self.a1 * y + self.z2
        self.z2 = b - self.a2 * y
        return y

    def reset(self):
        self.z1 = 0
        self.z2 = 0


class LeakyAcf:
    """Autocorrelation r[0] and r[lag_min .. lag_max] of |x| <= 127, fading with age.

    Five samples make a block. A block is worked in by `run`, for as many lags a call as the
    caller can afford, within the next block; each block then loses leak / 256 of the past.
    """

    def __init__(self, lag_min, lag_max, leak):
        self.lag_min = lag_min
        self.lag_end = lag_max + 1
        self.leak = leak
        self.size = lag_max + 16
        self.ring = zeros("b", 2 * self.size)  # written twice: any stretch reads without a wrap
        self.r = zeros("i", lag_max + 1)
        self.head = 0
        self.block = 0  # where the last whole block starts

    def reset(self):
        # struct pads with zeros; a loop would take half of the longest step
        pack_into("%ds" % (2 * self.size), self.ring, 0, b"")
        pack_into("%ds" % (4 * self.lag_end), self.r, 0, b"")

    def put(self, x):
        """Store one sample."""
        ring = self.ring
        i = self.head
        ring[i] = x
        ring[i + self.size] = x
        i += 1
        self.head = i if i < self.size else 0

    def close(self):
        """The last five samples are a block: update r[0] and offer them to `run`."""
        i = self.head - 5
        if i < self.lag_end:
            i += self.size
        self.block = i
        x = self.ring
        a = x[i]
        b = x[i + 1]
        c = x[i + 2]
        d = x[i + 3]
        e = x[i + 4]
        r = self.r[0]
        self.r[0] = r + a * a + b * b + c * c + d * d + e * e - (r * self.leak >> 8)

    def run(self, first, end):
        """Work the last block into the lags first .. end - 1, an even number of them."""
        x = self.ring
        r = self.r
        leak = self.leak
        i = self.block
        a = x[i]
        b = x[i + 1]
        c = x[i + 2]
        d = x[i + 3]
        e = x[i + 4]
        i -= first
        p = x[i + 1]
        q = x[i + 2]
        s = x[i + 3]
        t = x[i + 4]
        for k in range(first, end, 2):
            o = x[i]
            v = r[k]
            r[k] = v + a * o + b * p + c * q + d * s + e * t - (v * leak >> 8)
            t = q
            q = x[i - 1]
            k += 1
            v = r[k]
            r[k] = v + a * q + b * o + c * p + d * t + e * s - (v * leak >> 8)
            s = p
            p = q
            q = o
            i -= 2
