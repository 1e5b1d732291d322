"""What a person has chosen in the menu: one small number each, in the app's bytearray."""

from strapcore.compat import const

PERSON = const(0)  # whose progress, from 0
QUIET = const(1)  # 1: the motor only; what must wake somebody sounds all the same
LANGUAGE = const(2)  # index of LANGUAGES
KPA = const(3)  # 0: pressures in mmHg
BRIGHT = const(4)  # of the screen, 0 to 2
MARKS = const(5)  # 1: a tick on every long exhale
COUNT = const(6)

PEOPLE = const(4)
LANGUAGES = ("en", "de", "es")  # the files of languages/
