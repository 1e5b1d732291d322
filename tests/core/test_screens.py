"""The screens: every state draws, says its name, raises at nothing and allocates nothing."""

import unittest

try:
    from micropython import heap_lock, heap_unlock
except ImportError:  # CPython

    def heap_lock():
        pass

    heap_unlock = heap_lock

from loader import load
from strapcore.guard import ASKED, TOO_FIRM
from strapcore.ui.canvas import Canvas
from strapcore.ui.font import FONT
from strapcore.ui.letters import LETTERS
from strapcore.ui.view import FIRST_PAGES, MARKS_MOST, View
from words import words as words_of

_ASCII = "".join([chr(c) for c in range(32, 127)])
GLYPHS = {FONT[5 * i : 5 * i + 5]: letter for i, letter in enumerate(_ASCII + LETTERS)}

SIZES = ((128, 64), (128, 32), (72, 40))
SCREENS = (
    "HOME", "PREPARE", "PLACE", "HOLD", "PAUSED", "RELEASE", "REST", "ENDED",
    "EXERCISE", "NOTE", "MENU", "FIRST", "FAULT", "CRASH", "USB",
)  # fmt: skip


def rows(state, size=SIZES[0]):
    name = "strapcore.ui.screens." + state.lower()
    if size == SIZES[0]:
        return load(name).ROWS
    return load(name + "_small").ROWS[SIZES.index(size) - 1]


def frame(view, size=SIZES[0]):
    """The rows of the display, control bytes and all."""
    view.width = size[0] // 6
    view.words = words_of(view)
    canvas, pages = Canvas(*size), []
    for page, row in enumerate(rows(view.state, size)):
        canvas.clear()
        row(canvas, page, view)
        pages.append(bytes(canvas.row))
    return pages


def words(row):
    """The text of a page on the 6-column grid; what is no letter reads as a blank."""
    text = ""
    for x in range(1, len(row) - 5, 6):
        cell = bytes(row[x : x + 5])
        if row[x + 5] == 255:
            cell = bytes([255 - c for c in cell])
        text += GLYPHS.get(cell, " ")
    return text.rstrip()


def beside(row):
    """The text left of the body map."""
    return words(row[:79])


def full_view(state):
    """A view in which everything is there to be shown, as wide as it may be."""
    view = View()
    view.state = state
    view.point = b"Serratus post. sup. X"
    view.side = b"RIGHT"
    view.map_x = 30
    view.spots = view.spot = 9
    view.lines = b"\n".join([b"W" * 21, b"g" * 21, b"@" * 21])
    view.kit = view.lines + b"\n" + b"#" * 21
    view.tonight_done, view.night_most = 8, 8
    view.note = b"q" * 40
    view.locked = True
    view.battery_pct = 100
    view.message = view.lines
    view.hold_ms, view.target_ms, view.least_ms = 719999, 720000, 600000
    view.pause_left_ms = view.rest_left_ms = 300000
    view.ended = b"E" * 21
    view.prompt = TOO_FIRM
    view.level = 3
    view.zero_ready = True
    view.firmness_pa, view.advice = 15000, 9
    view.gauge_pa = view.load_pa = 60000
    view.load_low_pa, view.load_high_pa = 8000, 16000
    view.contact = True
    view.breath = view.pace = 100
    view.softening, view.throb = 4, 2
    view.menu_title = b"A LIST"
    view.menu = [b"M" * 20 for _ in range(9)]
    view.menu_at = 3
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
    view.repeats = 1000
    view.lines = view.message = b"\xff" * 120
    view.kit = view.note = view.point = view.side = b""
    view.menu, view.menu_at = [], -1
    view.units_mmhg = False
    view.advice = -7
    view.pace = 300
    view.prompt = 0
    view.turn = 1 << 29
    return view


class ScreensTest(unittest.TestCase):
    def test_every_state_has_its_pages(self):
        for state in SCREENS:
            for size in SIZES:
                self.assertEqual(len(rows(state, size)), size[1] // 8)

    def test_the_top_page_begins_with_the_states_name(self):
        for state in SCREENS:
            for view in (View(), full_view(state), odd_view(state)):
                view.state, view.menu_title = state, b""
                top = words(frame(view)[0])
                self.assertEqual(top.replace(":", " ").split()[0], state)

    def test_drawing_allocates_nothing(self):
        for size in SIZES:
            canvas = Canvas(*size)
            for state in SCREENS:
                pages = rows(state, size)
                for view in (full_view(state), odd_view(state)):
                    view.width = size[0] // 6
                    view.words = words_of(view)
                    for page in range(len(pages)):
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

    def test_nothing_touches_the_control_byte(self):
        for size in SIZES:
            for state in SCREENS:
                for view in (View(), full_view(state), odd_view(state)):
                    view.state = state
                    for row in frame(view, size):
                        self.assertEqual((row[0], len(row)), (0, 1 + size[0]))

    def test_a_strap_without_words_still_draws(self):
        for size in SIZES:
            canvas = Canvas(*size)
            for state in SCREENS:
                view = full_view(state)
                view.width, view.words = size[0] // 6, [b""] * 16
                for page, row in enumerate(rows(state, size)):
                    row(canvas, page, view)

    def test_home_names_the_point_and_its_side(self):
        view = View()
        view.point, view.side, view.target_ms = b"Upper trapezius", b"LEFT", 720000
        view.tonight_done, view.night_most = 1, 3
        text = [beside(row) for row in frame(view)]
        self.assertEqual(text[0], "HOME   1 of 3")
        self.assertEqual(text[2:5], ["Upper", "trapezius", "LEFT   12 min"])
        self.assertEqual(text[7], "press to begi")
        text = [words(row) for row in frame(view, SIZES[1])]
        want = ["HOME   1 of 3", "Upper trapezius", "LEFT           12 min", "press to begin"]
        self.assertEqual(text, want)
        text = [words(row) for row in frame(view, SIZES[2])]
        want = ["HOME     1/3", "Upper", "trapezius", "LEFT  12 min", "press: begin"]
        self.assertEqual(text, want)

    def test_home_says_how_often_or_how_long_an_exercise_goes(self):
        view = View()
        view.point, view.repeats = b"Wall slides", 100
        self.assertEqual(beside(frame(view)[4]), "       100 x")
        view.repeats, view.target_ms = 0, 30000
        self.assertEqual(beside(frame(view)[4]), "       30 s")

    def test_home_says_why_points_are_locked_and_which_file_is_bad(self):
        view = View()
        view.point, view.night_most, view.locked = b"Rhomboids", 3, True
        view.note = b"3 done: rest tonight"
        text = [words(row) for row in frame(view)]
        self.assertEqual([text[5][:12], text[6][:7]], ["3 done: rest", "tonight"])
        self.assertEqual(text[7], "very long: begin")
        view.note = b"Upper trapezius LEFT first"
        self.assertEqual(words(frame(view)[7]), "LEFT first")
        view.message = b"bad: long-name.jsonl"
        pages = frame(view)
        self.assertEqual([beside(row) for row in pages[5:7]], ["Upper", "trapezius"])
        self.assertEqual(words(pages[7]), "bad: long-name.jsonl")
        view.turn = 1
        self.assertEqual([beside(row) for row in frame(view)[5:7]], ["LEFT first", ""])

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
        view.prompt = 0
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
        view.state, view.note, view.spots = "REST", b"Rhomboids", 3
        self.assertEqual(beside(frame(view)[6]), "Rhomboids")
        view.spot, view.note = 2, b"Move it half an inch"
        text = [beside(row) for row in frame(view)]
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

    def test_on_a_small_display_the_menu_follows_the_mark_too(self):
        view = View()
        view.state = "MENU"
        view.menu = [b"one", b"two", b"three", b"four", b"a long name of a step", b"six"]
        view.menu_at = 4
        self.assertEqual(words(frame(view, SIZES[1])[1]), " three")
        text = [words(row) for row in frame(view, SIZES[2])]
        self.assertEqual(text, ["MENU", "two", "three", "four", "a long name"])
        view.turn = 1
        self.assertEqual(words(frame(view, SIZES[2])[4]), "me of a step")

    def test_a_prompt_takes_the_foot_of_a_small_display(self):
        view = full_view("HOLD")
        view.prompt = ASKED
        self.assertEqual(words(frame(view, SIZES[1])[3]), " Awake? Press.")
        self.assertEqual(words(frame(view, SIZES[2])[4]), "Awake? Press")
        view.prompt, view.throb = 0, 0
        self.assertEqual(words(frame(view, SIZES[2])[0]), "to go   0:01")
        view.turn = 1
        self.assertEqual(words(frame(view, SIZES[2])[0]), "~steady?")

    def test_first_is_read_page_by_page_and_asks_at_the_end(self):
        view = View()
        view.state = "FIRST"
        view.menu_at = 1
        text = [words(row) for row in frame(view)]
        self.assertEqual(text[0][-3:], "2/7")
        self.assertEqual(text[2], "Not with: open wound,")
        self.assertEqual(text[7], "press: next")
        view.menu_at = FIRST_PAGES - 1
        text = [words(row) for row in frame(view)]
        self.assertEqual((text[3], text[7]), (" None of these: press", "One applies: hold"))


if __name__ == "__main__":
    unittest.main()
