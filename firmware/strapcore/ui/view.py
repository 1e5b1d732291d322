"""What a person may see: plain facts that the app fills in and the screens draw."""

from strapcore.compat import const

MARKS_MOST = const(32)
FIRST_PAGES = const(7)  # of FIRST; the last of them asks for the answer

# Kinds of marks.
OTHER = const(0)  # a small dot
DONE = const(1)  # a ring: held tonight


class View:
    """Text is bytes in the strap's code (letters.py). Where a text may be longer than a row it is
    broken at its blanks, and where it has b"\\n". Nothing here is computed."""

    def __init__(self):
        self.state = "HOME"  # names the screen: a module of screens/, a block of languages/*.txt
        self.language = "en"
        self.width = 21  # letters that fit beside each other on the display
        self.words = ()  # the screen's fixed ones; empty: they must be read first
        self.turn = 0  # grows every 3 s: which part of a text that does not fit at once
        # The step, and where a point lies on the body map (0..100).
        self.point = b""  # name of muscle, exercise or note; empty: there is no step
        self.side = b""  # empty: on the midline, or no hold
        self.map_x = -1  # -1: not on the map
        self.map_y = 50
        self.marks = bytearray(3 * MARKS_MOST)  # the other points: x, y, kind
        self.mark_count = 0
        self.spots = 1  # places half an inch apart that the point has
        self.spot = 1  # the one held now, from 1
        self.lines = b""  # how to get there, what to do; what CRASH and USB tell
        self.kit = b""  # four lines: ball, band, handle, position
        self.repeats = 0  # of an exercise; 0: it goes by time
        # The night.
        self.tonight_done = 0
        self.night_most = 0  # 0: no routine on the strap
        self.note = b""  # HOME: why not now, or a hint, or the neighbour; REST: where to next
        self.locked = False  # only a very long press starts the point
        self.battery_pct = -1  # -1: not measured
        self.message = b""  # the fault; on HOME a bad routine file
        # The hold, or the exercise.
        self.hold_ms = 0  # reached, in contact
        self.target_ms = 0  # 0: no time is set
        self.least_ms = 0
        self.pause_left_ms = 0  # until a pause ends the hold
        self.rest_left_ms = 0
        self.ended = b""  # why the hold ended
        self.prompt = 0  # a code of guard.py; 0: none
        self.level = 1  # of the release buzz, 1..3
        # The ball.
        self.zero_ready = False
        self.firmness_pa = -1  # before anybody lies on it; -1: not known
        self.advice = 0  # strokes of the pump to come; -1: let air out; 0: as it should be
        self.gauge_pa = 0  # now, above its zero
        self.load_pa = 0  # its slow mean in contact
        self.load_low_pa = self.load_high_pa = 0  # the band to stay in; 0: none
        self.contact = False
        self.moving = False
        self.units_mmhg = True  # else kPa
        # Estimates.
        self.breath = -1  # 0 breathed out to 100 breathed in; -1: not known
        self.pace = -1  # where a breath of six a minute would be; -1: no mark
        self.softening = 0  # 1 settling, 2 softening, 3 steady, 4 steady as far as can be told
        self.throb = 0  # 1 building, 2 throb
        # The menu.
        self.menu_title = b""  # empty: the main menu's
        self.menu = []  # its items
        self.menu_at = 0  # the chosen one; -1: only to be read. Of FIRST the page, from 0
