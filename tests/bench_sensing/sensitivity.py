"""The smallest pulse each sensor can show: python -m tests.bench_sensing.sensitivity PICTURE

Recorded hearts and breaths on a modelled body, through the whole Sense: see whole.py.
"""

import sys

import matplotlib
import numpy as np

from tests.bench_sensing.hearing import all_of
from tests.bench_sensing.rates import PULSE_FAR_BPM
from tests.bench_sensing.whole import SCENES, SENSOR, SENSORS, WAVES, heard, lie_on_it

matplotlib.use("Agg")
import matplotlib.pyplot as plt

PULSES_PA = (1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24)


def curve(name: str, scene: str, noise_pa: float) -> tuple[list[float], list[float]]:
    """Percent of seconds shown and right within 5 bpm, and shown but wrong, per size."""
    jobs = [heard(name, scene, pa, noise_pa) for pa in PULSES_PA]
    known = iter(all_of(lie_on_it, [job for point in jobs for job in point]))
    right, wrong = [], []
    for point in jobs:
        error, shown = np.array([e for _ in point for e in next(known)]).T
        right.append(100 * np.mean((shown > 0) & (error <= PULSE_FAR_BPM)))
        wrong.append(100 * np.mean((shown > 0) & (error > PULSE_FAR_BPM)))
    return right, wrong


def draw(axis, label: str, found: tuple[list[float], list[float]]) -> None:
    right, wrong = found
    (drawn,) = axis.plot(PULSES_PA, right, "o-", ms=3, label=label)
    axis.plot(PULSES_PA, wrong, ":", color=drawn.get_color())
    told = " ".join(
        f"{pa}:{r:.0f}/{w:.1f}" for pa, r, w in zip(PULSES_PA, right, wrong, strict=True)
    )
    print(f"{axis.get_title()}, {label}: Pa:right/wrong % {told}", flush=True)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.bench_sensing.sensitivity PICTURE.png")
    fig, axes = plt.subplots(2, 2, figsize=(10, 8), sharex=True, sharey=True)
    still = next(iter(SCENES))
    for axis, name in zip(axes.flat, WAVES, strict=False):
        axis.set_title(f"{name}, {still}")
        for sensor, noise_pa in SENSORS.items():
            draw(axis, f"{sensor}, {noise_pa} Pa", curve(name, still, noise_pa))
    last = axes.flat[-1]
    last.set_title(f"seat, {SENSOR}")
    for scene in SCENES:
        draw(last, scene, curve("seat", scene, SENSORS[SENSOR]))
    for axis in axes.flat:
        axis.set_xscale("log")
        axis.set_xticks(PULSES_PA, [str(p) for p in PULSES_PA])
        axis.minorticks_off()
        axis.grid(alpha=0.3)
    for axis in axes[:, 0]:
        axis.set_ylabel("seconds, %")
    for axis in axes[1]:
        axis.set_xlabel("pulse, Pa peak to peak")
    axes[1, 0].legend(fontsize=8, title="sensor, noise RMS at 50 Hz", loc="upper left")
    last.legend(fontsize=8, loc="upper left")
    fig.suptitle(
        "Recorded pulse under 40 Pa of breathing: shown and right (solid), wrong (dotted)"
    )
    fig.tight_layout()
    fig.savefig(sys.argv[1], dpi=110, metadata={"Software": None})


if __name__ == "__main__":
    main()
