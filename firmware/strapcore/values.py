"""What one value may be: the checks, and the tables of a routine's fields that name them.

rules.py comes and goes with it.
"""

from strapcore.limits import ALARM_PA, POINTS_A_NIGHT, REGIONS
from strapcore.ui.choices import LANGUAGES
from strapcore.ui.letters import LETTERS


def int_in(value, limits):
    """A whole number within (least, most); a truth value is none."""
    least, most = limits
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _ints(value, limits):
    """So many whole numbers, each within bounds, each at least `gap` above the one before it."""
    count, least, most, gap = limits
    if not isinstance(value, list) or len(value) != count:
        return False
    before = least - gap
    for number in value:
        if not int_in(number, (max(least, before + gap), most)):
            return False
        before = number
    return True


def _one_of(value, names):
    return value in names


def _some_of(value, names):
    return bool(value) and _any_of(value, names)


def _any_of(value, names):
    return isinstance(value, list) and all(v in names for v in value)


def _zero_or(value, limits):
    return int_in(value, (0, 0)) or int_in(value, limits)


def _text(value, limits):
    """A word for people: so many characters that the font has."""
    least, most = limits
    return (
        isinstance(value, str)
        and least <= len(value) <= most
        and all(" " <= c <= "~" or c in LETTERS for c in value)
    )


def _texts(value, limits):
    most, size = limits
    return (
        isinstance(value, list) and 1 <= len(value) <= most and all(_text(v, size) for v in value)
    )


def _id(value, limits):
    """A word for files and commands."""
    return (
        _text(value, limits)
        and "a" <= value[0] <= "z"
        and all("a" <= c <= "z" or "0" <= c <= "9" or c == "-" for c in value)
    )


def _ids(value, limits):
    return isinstance(value, list) and all(_id(v, limits) for v in value)


def _times(value, limits):
    """How often a day, by id."""
    return (
        isinstance(value, dict)
        and 1 <= len(value) <= 32
        and all(int_in(value[name], limits) for name in value)
    )


def _rules():
    """The tables: field, check, its limits, what a message says is allowed."""
    # MicroPython keeps a text of up to ten characters for good, and so it does the name of what
    # stands at the top: some words here are longer, and these are locals.
    sides = ("left", "right", "both")  # both: a point on the midline
    positions = ("lying", "sitting")
    balls = ("blue", "orange")
    bands = ("red", "blue")
    regions = tuple(sorted(REGIONS))
    line_says = "1 to 21 plain characters or " + LETTERS

    id_is = ("id", _id, (1, 24), "a short name of a-z, 0-9 and -, at most 24 long")
    name_is = ("name", _text, (1, 21), line_says)
    lines_are = ("lines", _texts, (3, (1, 21)), "1 to 3 lines of " + line_says)
    header = (
        id_is,
        name_is,
        ("region", _one_of, regions, "one of " + ", ".join(regions)),
        ("night", _ints, (2, 1, POINTS_A_NIGHT, 0), "two whole numbers such as 1, 3, at most 3"),
        ("rest_s", int_in, (0, 600), "0 s to 10 min"),
        ("rest_nights", int_in, (0, 6), "0 to 6 nights"),
    )
    kit = (
        ("position", _one_of, positions, " or ".join(positions)),
        ("balls", _some_of, balls, " or ".join(balls)),
        ("bands", _any_of, bands, " or ".join(bands) + ", or none: []"),
        ("pillow", _one_of, (True, False), "yes or no"),
        ("firmness_pa", _ints, (2, 0, 30000, 1), "a lower and a higher pressure, 0 to 225 mmHg"),
        ("load_pa", _ints, (2, 0, ALARM_PA, 1), "a lower and a higher pressure, 0 to 240 mmHg"),
    )
    phase = (
        ("phase_weeks", int_in, (0, 52), "1 to 52, or left out in the last phase"),
        ("days_a_week", int_in, (1, 7), "1 to 7 a week"),
        ("phase_times", _times, (0, 8), "'hold' and ids of exercises, each 0 to 8 times a day"),
    )
    lists = (
        ("kits", 2, kit, "one kit a position, lying or sitting or both"),
        ("schedule", 8, phase, "at most 8 phases"),
    )
    hold = (
        id_is,
        ("muscle", isinstance, str, "the name of a muscle"),
        ("side", _one_of, sides, "left, right or both"),
        ("layer", _one_of, (1, 2), "1 (released first) or 2"),
        ("after", _ids, (1, 24), "ids of holds"),
        ("map", _ints, (2, 0, 100, -10000), "two whole numbers, 0 to 100"),
        ("spots", int_in, (1, 9), "1 to 9 places"),
        ("hold_s", _ints, (3, 60, 3600, 0), "least, target and most time in rising order"),
        lines_are,
    )
    exercise = (
        id_is,
        name_is,
        ("band", _one_of, bands + ("none",), "red, blue or none"),
        ("repeats", _zero_or, (1, 100), "1 to 100 times"),
        ("seconds", _zero_or, (5, 1800), "5 s to 30 min"),
        lines_are,
    )
    return header, lists, (hold, exercise, (id_is, name_is, lines_are)), LANGUAGES, 32


RULES = _rules()
