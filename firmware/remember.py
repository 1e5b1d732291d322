"""What outlives a night without the calendar: choices, and what was learned of the ball and pump.

Loaded for it, forgotten then. reading.py reads it back, rules.py says what is allowed.
"""


def remember(app):
    """Replace what was kept."""
    air = app.sense.contact.air
    app.recorder.keep_settings(
        {
            "exhale_tone": int(app.coach.marks),
            "stroke_pa": air.stroke_pa,
            "leak_most_ppm": air.leak_most_ppm,
            "heat_pa_k": air.heat_pa_k,
            "heat_doubt_pa_k": air.heat_doubt_pa_k,
        }
    )
