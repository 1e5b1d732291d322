"""Which modules are no part of the resident one, and which files they make."""

from fnmatch import fnmatch

# Loaded late and forgotten again: these stay files of their own, under their own names.
LATE = (
    "after",
    "ambient",
    "asked",
    "book",
    "catchup",
    "charge",
    "checkup",
    "choose",
    "clock",
    "conclude",
    "confirm",
    "crash",
    "deeds",
    "describe",
    "drivers.beeper",
    "drivers.oled_setup",
    "evening",
    "drivers.pressure.*",
    "drivers.unjam",
    "explain",
    "finding",
    "glance",
    "halt",
    "home",
    "keeping",
    "lists",
    "live",
    "log",
    "opening",
    "proof",
    "reading",
    "remember",
    "report",
    "resume",
    "say",
    "selftest",
    "shelf",
    "start",
    "slot",
    "slumber",
    "status",
    "stumble",
    "trial",
    "wake",
    "wiring",
    "strapcore.listening.*",
    "strapcore.plan",
    "strapcore.progress",
    "strapcore.record",
    "strapcore.routine",
    "strapcore.rules",
    "strapcore.ui.letters",
    "strapcore.ui.menu",
    "strapcore.ui.screens.*",
    "strapcore.values",
    "words",
)
# Late modules that go into the file of another; whoever imports them takes them from there. What
# listens makes three files of one size, for each is loaded in one step (ball.py).
JOINED = {
    "strapcore.listening.breath": (
        "strapcore.listening.filters",
        "strapcore.listening.swings",
    ),
    "strapcore.listening.listener": (
        "strapcore.listening.beats",
        "strapcore.listening.throb",
        "strapcore.listening.tissue",
        "strapcore.listening.tracker",
    ),
    "strapcore.listening.pulse": ("strapcore.listening.comb",),
    "words": ("strapcore.ui.letters",),
}
HOMES = {name: file for file, names in JOINED.items() for name in names}


def is_late(name: str) -> bool:
    """Does the module stay a file of its own?"""
    return any(fnmatch(name, pattern) for pattern in LATE)


def home(name: str) -> str:
    """The late module whose file this late module is in."""
    return HOMES.get(name, name)
