"""The screens of the small displays that show a time. No screen, but comes and goes with those.

What matters most is first: the time in large figures, then the foot, one row that says what to do.
"""

from strapcore.ui.parts import big_time, blank


def timing(name, beside, head, foot):
    """ROWS for 128x32 and for 72x40 of a screen with the view's time of this name.

    beside: what 128x32 has there; head: what 72x40 has above it; foot: the last row.
    """
    bare = big_time(name, (blank, blank, blank))
    return big_time(name, beside) + (foot,), (head,) + bare + (foot,)
