"""The screens: every state draws, says its name, raises at nothing and allocates nothing."""

import unittest

try:
    from micropython import heap_lock, heap_unlock
except ImportError:  # CPython

    def heap_lock():
        pass

    heap_unlock = heap_lock

from loader import load
from strapcore.ui.canvas import Canvas
from strapcore.ui.font import FONT
from strapcore.ui.view import MARKS_MOST, View

LETTERS = [FONT[5 * i : 5 * i + 5] for i in range(95)]


SCREENS = (
    "HOME", "PREPARE", "PLACE", "HOLD", "PAUSED", "RELEASE", "REST", "ENDED",
    "MENU", "FAULT", "CRASH", "USB",
)  # fmt: skip


def rows(state):
    return load("strapcore.ui.screens." + state.lower()).ROWS


def frame(view):
    canvas = Canvas()
    for page, row in enumerate(rows(view.state)):
        row(canvas, page, view)
    return canvas.pages


def words(row):
    """The text of a page on the 6-column grid; what is no letter reads as a blank."""
    text = ""
    for x in range(1, 127, 6):
        cell = bytes(row[x : x + 5])
        if row[x + 5] == 255:
            cell = bytes([255 - c for c in cell])
        text += chr(32 + LETTERS.index(cell)) if cell in LETTERS else " "
    return text.rstrip()


def full_view(state):
    """A view in which everything is there to be shown, as wide as it may be."""
    view = View()
    view.state = state
    view.point = b"Serratus post. sup. X"
    view.side = b"RIGHT"
    view.spots = view.spot = 9
    view.lines = [b"W" * 21, b"g" * 21, b"@" * 21]
    view.kit = view.lines + [b"#" * 21]
    view.tonight_done, view.night_most = 8, 8
    view.note = b"q" * 40
    view.battery_pct = 100
    view.message = view.lines
    view.hold_ms, view.target_ms, view.least_ms = 719999, 720000, 600000
    view.pause_left_ms = view.rest_left_ms = 300000
    view.ended = b"E" * 21
    view.prompt = b"P" * 20
    view.level = 3
    view.zero_ready = True
    view.firmness_pa, view.advice = 15000, 9
    view.gauge_pa = view.load_pa = 60000
    view.load_low_pa, view.load_high_pa = 8000, 16000
    view.contact = True
    view.breath = view.pace = 100
    view.softening, view.throb = 4, 2
    view.menu = [b"M" * 20 for _ in range(9)]
    view.menu_at = 8
    view.mark_count = MARKS_MOST
    for i in range(3 * MARKS_MOST):
        view.marks[i] = (100, i, 1)[i % 3]
    return view


def odd_view(state):
    """A view full of values that should not come, but must not hurt either."""
    view = full_view(state)
    view.hold_ms = view.target_ms = view.rest_left_ms = view.pause_left_ms = -1
    view.least_ms = view.battery_pct = 1 << 29
    view.gauge_pa = view.load_pa = view.firmness_pa = -5000
    view.map_x = view.map_y = 255
    view.spots = view.spot = view.tonight_done = 1000
    view.lines = view.message = [b"\xff" * 40] * 3
    view.menu, view.menu_at = [], -1
    view.units_mmhg = False
    view.advice = -7
    view.pace = 300
    view.prompt = b""
    return view


class ScreensTest(unittest.TestCase):
    def test_every_state_has_eight_pages(self):
        for state in SCREENS:
            self.assertEqual(len(rows(state)), 8)

    def test_the_top_page_begins_with_the_states_name(self):
        for state in SCREENS:
            for view in (View(), full_view(state), odd_view(state)):
                view.state = state
                top = words(frame(view)[0])
                self.assertEqual(top.replace(":", " ").split()[0], state)

    def test_drawing_allocates_nothing(self):
        canvas = Canvas()
        for state in SCREENS:
            pages = rows(state)
            for view in (full_view(state), odd_view(state)):
                for page in range(8):
                    failed = True
                    heap_lock()
                    try:
                        pages[page](canvas, page, view)
                        failed = False
                    except MemoryError:
                        pass
                    finally:
                        heap_unlock()
                    self.assertFalse(failed, "%s, page %d" % (state, page))

    def test_home_names_the_point_and_its_side(self):
        view = View()
        view.point, view.side, view.target_ms = b"Upper trapezius", b"LEFT", 720000
        view.tonight_done, view.night_most = 1, 3
        text = [words(row[:79] + bytes(50)) for row in frame(view)]
        self.assertEqual(text[0], "HOME   1 of 3")
        self.assertEqual(text[2:5], ["Upper", "trapezius", "LEFT   12 min"])
        self.assertEqual(text[7], "press to begi")

    def test_home_says_why_points_are_locked_and_which_file_is_bad(self):
        view = View()
        view.point, view.night_most = b"Rhomboids", 3
        view.note = b"3 done: rest tonight"
        text = [words(row[:79] + bytes(50)) for row in frame(view)]
        self.assertEqual(text[6:8], ["3 done: rest", "tonight"])
        view.message = [b"bad: long-name.jsonl", b"", b""]
        pages = frame(view)
        text = [words(row[:79] + bytes(50)) for row in pages]
        self.assertEqual(text[5:7], ["3 done: rest", "tonight"])
        self.assertEqual(words(pages[7]), "bad: long-name.jsonl")

    def test_prepare_says_what_the_ball_needs(self):
        view = View()
        view.state = "PREPARE"
        self.assertEqual(words(frame(view)[7]), " Hands off the ball")
        view.zero_ready = True
        for pa, advice, want in (
            (-1, 0, "Ready"),
            (1333, 1, " 10 mmHg    +1 stroke"),
            (1333, 3, " 10 mmHg   +3 strokes"),
            (5333, 0, " 40 mmHg  firm enough"),
            (9333, -1, " 70 mmHg  let air out"),
        ):
            view.firmness_pa, view.advice = pa, advice
            self.assertEqual(words(frame(view)[7]), want)
        view.units_mmhg = False
        self.assertEqual(words(frame(view)[7]), " 9.3 kPa  let air out")

    def test_time_to_go_and_time_done_add_up_to_the_target(self):
        view = View()
        view.state, view.target_ms = "HOLD", 720000
        for hold_ms, want in ((0, "12:00"), (999, "12:00"), (1000, "11:59"), (275500, " 7:25")):
            view.hold_ms = hold_ms
            self.assertEqual(words(frame(view)[3])[-5:], want)

    def test_estimates_wear_a_tilde(self):
        view = full_view("HOLD")
        view.prompt = b""
        pages = frame(view)
        self.assertEqual(words(pages[2])[-6:], "~throb")
        self.assertEqual(words(pages[6])[:8], "~steady?")
        view.moving = True
        self.assertEqual(words(frame(view)[6])[:10].rstrip(), "moving")

    def test_the_load_bar_grows_with_the_load_and_ends_with_the_screen(self):
        view = View()
        view.state = "HOLD"
        view.load_low_pa, view.load_high_pa = 6000, 12000
        lengths = []
        for load_pa in (-9, 0, 3000, 9000, 18000, 1000000):
            view.load_pa = load_pa
            row = frame(view)[7]
            lengths.append(len([x for x in range(1, 129) if row[x] & 0x38 == 0x38]))
        band_ends = 2
        self.assertEqual(lengths, [band_ends, band_ends, 23, 63 + 1, 126, 126])

    def test_rest_says_where_to_next(self):
        view = View()
        view.state, view.point, view.spots = "REST", b"Rhomboids", 3
        self.assertEqual(words(frame(view)[6][:79] + bytes(50)), "Rhomboids")
        view.spot = 2
        text = [words(row[:79] + bytes(50)) for row in frame(view)]
        self.assertEqual(text[0], "REST      2/3")
        self.assertEqual(text[6:8], ["Move it half", "an inch"])

    def test_the_menu_follows_the_mark(self):
        view = View()
        view.state = "MENU"
        view.menu = [b"one", b"two", b"three", b"four", b"five", b"six"]
        for at, top in ((0, " one"), (4, " one"), (5, " two")):
            view.menu_at = at
            pages = frame(view)
            self.assertEqual(words(pages[2]), top)
            self.assertEqual(pages[2 + min(at, 4)][128], 255)
        view.menu_at = -1
        self.assertEqual([row[128] for row in frame(view)], [0] * 8)


if __name__ == "__main__":
    unittest.main()
