"""Every safety limit, in one table with its source. No file can raise one.

M: the maker's texts. L: literature. P: this project's proposal, to be checked by a clinician. The
strap keeps the numbers only; TABLE is for people (`backstrap limits`).
"""

from strapcore.compat import const

# region: (least, most) seconds of one hold.
REGIONS = {"upper-back": (600, 1500), "neck": (300, 1200)}

POINTS_A_NIGHT = const(3)
ONE_A_NIGHT = ("neck",)  # one side and one muscle a night
AGAIN_MINUTES = const(1200)

DOSE_PA = const(8933)  # 67 mmHg
DOSE_DAY_S = const(3600)
LOAD_LOW_PA = const(2000)  # the band of a routine that gives none: 15
LOAD_HIGH_PA = const(13332)  # to 100 mmHg
WARN_MS = const(60000)
WARN_EVERY_MS = const(180000)
ALARM_PA = const(31997)  # 240 mmHg
ALARM_MS = const(60000)
ALARM_EVERY_MS = const(10000)
NUMB_MS = const(300000)
NUMB_SHOWN_MS = const(20000)

QUIET_S = const(300)
SOFT_MS = const(60000)
PAUSED_MOST_MS = const(300000)
LOUD_MS = const(600000)

_MAKER = "M: TheBackStrap.co, Upper Back & Shoulder Blade Exercises, 2018"
_NECK = "M: www.thebackstrap.co/neck-pain"
_LINDER_GANZ = "L: Linder-Ganz 2006, PubMed 16199045 (rat muscle)"
_NERVES = "L: Rydevik 1981, Gelberman 1983, Dahlin 1986 (pressed nerves)"
_SLEEP = "L: Lundborg 1983, JNNP 46:1119; auto-off of powered massagers"
_AGAIN = "M: one point a night; P: 20 h, so that a later night counts"
_OURS = "P: this project, to be checked by a clinician"

# name, value, unit, what it does, source
TABLE = (
    (
        "upper-back.least",
        REGIONS["upper-back"][0],
        "s",
        "shortest hold of a routine",
        _MAKER,
    ),
    ("upper-back.most", REGIONS["upper-back"][1], "s", "the buzz comes at the latest", _MAKER),
    ("neck.least", REGIONS["neck"][0], "s", "shortest hold of a routine", _NECK),
    ("neck.most", REGIONS["neck"][1], "s", "the buzz comes at the latest", _NECK),
    ("points-a-night", POINTS_A_NIGHT, "", "points of a region, then rest", _MAKER),
    ("neck.sides-a-night", 1, "", "one side and one muscle a night", _NECK),
    ("again", AGAIN_MINUTES, "min", "the same point rests so long", _AGAIN),
    ("dose-pressure", DOSE_PA, "Pa", "time above it is counted as dose", _LINDER_GANZ),
    ("dose-a-day", DOSE_DAY_S, "s", "more dose asks before another point", _OURS),
    ("load-band", LOAD_HIGH_PA, "Pa", "upper end, where a routine has none", _OURS),
    ("load-warning", WARN_MS, "ms", "so long above the band: let some air out", _OURS),
    ("load-warning-again", WARN_EVERY_MS, "ms", "and again, while it stays there", _OURS),
    ("load-alarm", ALARM_PA, "Pa", "no file may go above it", _LINDER_GANZ),
    ("load-alarm-after", ALARM_MS, "ms", "so long above it: the alarm", _OURS),
    ("load-alarm-again", ALARM_EVERY_MS, "ms", "and again, until it is below", _OURS),
    ("numb", NUMB_MS, "ms", "numb or tingling? lift off; also at a throb", _NERVES),
    ("quiet", QUIET_S, "s", "so still, breathing evenly: awake?", _SLEEP),
    ("awake-soft", SOFT_MS, "ms", "the question is soft so long, then the alarm", _SLEEP),
    ("pause", PAUSED_MOST_MS, "ms", "off the ball so long ends the hold", _OURS),
    ("release-loud", LOUD_MS, "ms", "the buzz so long, then once a minute", _OURS),
)
