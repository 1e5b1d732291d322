"""The shapes the body moves in, as integer tables that every interpreter computes alike."""
# mypy: ignore-errors


def _half_sine(i):
    """sin(pi * i / 128) * 16384, after Bhaskara: within 0.2 %."""
    p = i * (128 - i)
    return 65536 * p // (20480 - p)


def sine(i):
    """sin(2 * pi * i / 256) * 16384."""
    i &= 255
    return _half_sine(i) if i < 128 else -_half_sine(i - 128)


def _stretch(wave):
    """The same wave as 257 values from 0 to 16384 (the last is the first again)."""
    low, high = min(wave), max(wave)
    wave = [(v - low) * 16384 // (high - low) for v in wave]
    return tuple(wave + wave[:1])


OUT_AT = 100  # of a breath's 256 parts: it turns, and goes out for so many
OUT_FOR = 124


def _breath():
    """In for two fifths, out for a little longer, a short rest."""
    wave = []
    for i in range(256):
        if i < OUT_AT:
            wave.append(-sine(64 + i * 128 // OUT_AT))
        elif i < OUT_AT + OUT_FOR:
            wave.append(sine(64 + (i - OUT_AT) * 128 // OUT_FOR))
        else:
            wave.append(-16384)
    return _stretch(wave)


def _pulse():
    """A steep rise, a slower fall with a second bump: three harmonics, falling."""
    return _stretch([8 * sine(i) + 4 * sine(2 * i + 24) + sine(3 * i + 60) for i in range(256)])


EASE = tuple((16384 - sine(64 + i // 2)) // 8 for i in range(257))  # 0 to 4096, smooth ends
BREATH = _breath()
PULSE = _pulse()


def at(wave, phase):
    """The wave at a phase of 0 to 256 * 60000 - 1, between its values."""
    i = phase // 60000
    v = wave[i]
    return v + (wave[i + 1] - v) * (phase % 60000) // 60000
