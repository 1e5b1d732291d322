"""What outlives a night without the calendar: choices, and what was learned of the ball and pump.

Loaded for it, forgotten then. reading.py reads it back, rules.py says what is allowed.
"""

import json

# In the order of SETTINGS in rules.py.
NAMES = (
    "person", "quiet", "language", "kpa", "bright", "exhale_tone",
    "stroke_pa", "leak_most_ppm", "heat_pa_k", "heat_doubt_pa_k", "offset_pa",
)  # fmt: skip


def remember(app):
    """Replace what was kept."""
    air = app.sense.contact.air
    values = list(app.choices)
    values.extend((air.stroke_pa, air.leak_most_ppm, air.heat_pa_k, air.heat_doubt_pa_k))
    values.append(air.offset_pa)
    packed = json.dumps(dict(zip(NAMES, values))).encode()
    app.recorder.keep(app.store.write_atomic, "settings.json", packed)
