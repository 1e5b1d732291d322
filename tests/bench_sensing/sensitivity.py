"""The smallest pulse each sensor can show: python -m tests.bench_sensing.sensitivity PICTURE

Made-up bodies that breathe 40 Pa deep, on each sensor's noise.
"""

import sys

import matplotlib
import numpy as np

from tests.bench_sensing import bodies
from tests.bench_sensing import recordings as rec
from tests.bench_sensing.hearing import seconds

matplotlib.use("Agg")
import matplotlib.pyplot as plt

SENSORS = {  # RMS at 50 Hz, Pa
    "BMP581, 0.21 Pa": 0.21,
    "LPS28DFW 1260 hPa, 0.63 Pa": 0.63,
    "LPS28DFW 4060 hPa, 1.4 Pa": 1.4,
    "BMP280, 3 Pa": 3.0,
}
SHAPES = {"finger": "direct contact", "mattress": "ringing through a mattress"}
PULSES_PA = (1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24)
BPM = (56, 70, 88)
SECONDS = 150


def heard(shape: str, pulse_pa: float, noise_pa: float) -> tuple[float, float]:
    """Percent of seconds accepted and right within 5 bpm, and accepted but wrong."""
    right = wrong = total = 0
    for seed, bpm in enumerate(BPM):
        rng = np.random.default_rng(95_000 + seed)
        n = SECONDS * 50
        beats = bodies.beat_times(rng, SECONDS, bpm)
        x = bodies.pulse(rng, beats, n, shape, pulse_pa) + bodies.breathing(rng, n, 13 + seed, 40)
        for t, e in seconds(4000 + x + rng.normal(0, noise_pa, n)):
            truth = rec.true_pulse(beats, t) if t >= 20 else None
            if truth is None:
                continue
            total += 1
            if e.pulse.ok:
                near = abs(e.pulse.rate / 100 - truth) <= 5
                right += near
                wrong += not near
    return 100 * right / total, 100 * wrong / total


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.bench_sensing.sensitivity PICTURE.png")
    fig, axes = plt.subplots(1, 2, figsize=(10, 4), sharey=True)
    for axis, (shape, title) in zip(axes, SHAPES.items(), strict=True):
        for label, noise_pa in SENSORS.items():
            curve = [heard(shape, pulse_pa, noise_pa) for pulse_pa in PULSES_PA]
            (drawn,) = axis.plot(PULSES_PA, [c[0] for c in curve], "o-", ms=3, label=label)
            axis.plot(PULSES_PA, [c[1] for c in curve], ":", color=drawn.get_color())
            found = zip(PULSES_PA, curve, strict=True)
            found = " ".join(f"{pa}:{right:.0f}/{wrong:.1f}" for pa, (right, wrong) in found)
            print(f"{title}, {label}: Pa:right/wrong % {found}", flush=True)
        axis.set_xscale("log")
        axis.set_xticks(PULSES_PA, [str(p) for p in PULSES_PA])
        axis.minorticks_off()
        axis.set_xlabel("pulse, Pa peak to peak")
        axis.set_title(title)
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("seconds, %")
    axes[0].legend(fontsize=8, title="sensor, noise RMS at 50 Hz")
    fig.suptitle(
        "Pulse under 40 Pa of breathing: shown and right (solid), shown and wrong (dotted)"
    )
    fig.tight_layout()
    fig.savefig(sys.argv[1], dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
