"""What a person may see: plain facts that the app fills in and the screens draw."""

from strapcore.compat import const

MARKS_MOST = const(32)

# Kinds of marks.
OTHER = const(0)  # a small dot
DONE = const(1)  # a ring: held tonight


class View:
    """Text is bytes of ASCII, at most 21 a line. Nothing here is computed."""

    def __init__(self):
        self.state = "HOME"  # names the screen: a module of screens/
        # The point, and where it lies on the body map (0..100).
        self.point = b""  # its name; empty: there is none to hold
        self.side = b""  # LEFT, RIGHT or empty
        self.map_x = self.map_y = 50
        self.marks = bytearray(3 * MARKS_MOST)  # the other points: x, y, kind
        self.mark_count = 0
        self.spots = 1  # places half an inch apart that the point has
        self.spot = 1  # the one held now, from 1
        self.lines = [b"", b"", b""]  # how to get there; what CRASH and USB tell
        self.kit = [b"", b"", b"", b""]  # ball, band and handle, position, pillow
        # The night.
        self.tonight_done = 0
        self.night_most = 0  # 0: no routine on the strap
        self.note = b""  # why other points are locked
        self.battery_pct = -1  # -1: not measured
        self.message = [b"", b"", b""]  # the fault; on HOME the first is a bad routine file
        # The hold.
        self.hold_ms = 0  # reached, in contact
        self.target_ms = 0
        self.least_ms = 0
        self.pause_left_ms = 0  # until a pause ends the hold
        self.rest_left_ms = 0
        self.ended = b""  # why the hold ended
        self.prompt = b""  # one line to the person during the hold
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
        self.menu = []  # bytes lines
        self.menu_at = 0  # the chosen one; -1: only to be read
