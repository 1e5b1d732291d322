"""The canvas: what it lights, where it clips, and that it leaves the control byte alone."""

import unittest

from strapcore.ui.canvas import WIDTH, Canvas
from strapcore.ui.font import BIG, FONT
from strapcore.ui.screens import bodymap
from strapcore.ui.view import DONE, OTHER


class CanvasTest(unittest.TestCase):
    def setUp(self):
        self.canvas = Canvas()
        self.row = self.canvas.pages[2]

    def columns(self, x, width):
        return bytes(self.row[x + 1 : x + 1 + width])

    def lit(self):
        """Columns of page 2 that are not dark."""
        return [x for x in range(WIDTH) if self.row[x + 1]]

    def test_a_page_is_a_control_byte_and_128_columns(self):
        self.assertEqual([len(page) for page in self.canvas.pages], [129] * 8)

    def test_nothing_touches_the_control_byte_or_other_pages(self):
        self.row[0] = 0x40
        canvas = self.canvas
        canvas.fill(2, -5, 200, 255)
        canvas.strip(2, -5, 200, bytes(16))
        canvas.text(2, -3, b"clipped at the left and at the right")
        canvas.blit(2, 0, "2s", b"\xff\xff")
        canvas.clear(2)
        self.assertEqual(self.row, b"\x40" + bytes(128))
        for page in (0, 1, 3, 4, 5, 6, 7):
            self.assertEqual(canvas.pages[page], bytes(129))

    def test_text_is_five_columns_and_a_gap(self):
        self.canvas.text(2, 7, b"Ab")
        a, b = ord("A") - 32, ord("b") - 32
        want = FONT[5 * a : 5 * a + 5] + b"\0" + FONT[5 * b : 5 * b + 5] + b"\0"
        self.assertEqual(self.columns(7, 12), want)

    def test_inverted_text_lights_what_text_leaves_dark(self):
        self.canvas.text(2, 0, b"x y", True)
        inverted = self.columns(0, 18)
        self.canvas.text(2, 0, b"x y")
        self.assertEqual(inverted, bytes([255 - c for c in self.columns(0, 18)]))

    def test_21_cells_fit_and_a_22nd_is_left_out(self):
        self.canvas.text(2, 0, b"#" * 22)
        self.assertEqual(max(self.lit()), 20 * 6 + 4)

    def test_a_cell_that_begins_left_of_the_screen_is_left_out(self):
        self.canvas.text(2, -6, b"##")
        first = self.columns(0, 6)
        self.canvas.clear(2)
        self.canvas.text(2, 0, b"#")
        self.assertEqual(first, self.columns(0, 6))
        self.canvas.text(2, 128, b"#")
        self.canvas.text(2, -600, b"#")
        self.assertEqual(max(self.lit()), 4)

    def test_what_is_no_ascii_shows_as_a_question_mark(self):
        self.canvas.text(2, 0, b"\x00\xff\n")
        q = FONT[5 * (ord("?") - 32) : 5 * (ord("?") - 32) + 5] + b"\0"
        self.assertEqual(self.columns(0, 18), q * 3)

    def drawn(self, text):
        other = Canvas()
        other.text(2, 0, text)
        return bytes(other.pages[2])

    def test_numbers_are_right_aligned_and_dashes_where_they_do_not_fit(self):
        for value, cells, want in (
            (0, 3, b"  0"),
            (7, 1, b"7"),
            (42, 3, b" 42"),
            (12345, 5, b"12345"),
            (100, 2, b"--"),
            (-1, 3, b"---"),
        ):
            self.canvas.clear(2)
            self.canvas.number(2, 0, value, cells)
            self.assertEqual(self.row, self.drawn(want))

    def test_the_clock_says_minutes_and_seconds(self):
        for seconds, want in ((0, b" 0:00"), (445, b" 7:25"), (1500, b"25:00"), (-3, b" 0:00")):
            self.canvas.clear(2)
            self.canvas.clock(2, 0, seconds)
            self.assertEqual(self.row, self.drawn(want))
        self.canvas.clock(2, 0, 100000)
        self.assertEqual(self.row, self.drawn(b"99:59"))

    def test_the_large_clock_is_61_columns_of_three_pages(self):
        for third in range(3):
            self.canvas.clear(2)
            self.canvas.big_clock(2, 1, 60 * 12 + 34, third)
            want = b"".join([BIG[3 * i + third] for i in (1, 2, 10, 3, 4)])
            self.assertEqual(len(want), 61)
            self.assertEqual(self.columns(1, 61), want)
            self.assertEqual(sum(self.row), sum(want))

    def test_a_run_is_clipped_on_both_sides(self):
        self.canvas.fill(2, -4, 6, 1)
        self.canvas.fill(2, 126, 9, 1)
        self.canvas.fill(2, 60, 0, 1)
        self.canvas.fill(2, 60, -9, 1)
        self.assertEqual(self.lit(), [0, 1, 126, 127])

    def test_a_strip_repeats_its_pattern(self):
        pattern = bytes(range(1, 17))
        self.canvas.strip(2, 3, 40, pattern)
        self.assertEqual(self.columns(3, 40), (pattern * 3)[:40])
        self.assertEqual(self.lit(), list(range(3, 43)))
        self.canvas.strip(2, 120, 40, pattern)
        self.assertEqual(self.columns(120, 8), pattern[:8])


class FontTest(unittest.TestCase):
    def test_every_character_looks_different(self):
        self.assertEqual(len(FONT), 5 * 95)
        seen = [FONT[5 * i : 5 * i + 5] for i in range(95)]
        for i in range(95):
            self.assertFalse(seen[i] in seen[:i])

    def test_large_figures_have_three_pages_each(self):
        self.assertEqual([len(picture) for picture in BIG], [14] * 30 + [5] * 3 + [14] * 3)


class BodyMapTest(unittest.TestCase):
    def picture(self, draw):
        canvas = Canvas()
        for page in range(8):
            draw(canvas, page)
        return canvas.pages

    def test_the_back_is_the_same_on_both_sides(self):
        pages = self.picture(lambda canvas, page: bodymap.draw(canvas, page, 0))
        for row in pages[:7]:
            half = [row[1 + x] for x in range(bodymap.WIDTH)]
            self.assertEqual(half, half[::-1])
        self.assertEqual(sum(pages[7]), 0)

    def test_left_and_right_marks_mirror_each_other(self):
        def both(kind):
            def draw(canvas, page):
                bodymap.mark(canvas, page, 30, 40, kind, 10)
                bodymap.mark(canvas, page, 70, 40, kind, 10)

            return draw

        for kind in (DONE, bodymap.NEXT):
            for row in self.picture(both(kind)):
                half = [row[1 + 10 + x] for x in range(bodymap.WIDTH)]
                self.assertEqual(half, half[::-1])

    def test_rings_of_a_list_equal_single_marks_on_every_page(self):
        places = bytearray()
        for i in range(0, 101, 4):
            places.extend(bytes([100 - i, i, DONE]))

        def one_by_one(canvas, page):
            for i in range(0, len(places), 3):
                bodymap.mark(canvas, page, places[i], places[i + 1], DONE, 40)

        def at_once(canvas, page):
            bodymap.marks(canvas, page, places, len(places) // 3, 40)

        self.assertEqual(self.picture(at_once), self.picture(one_by_one))

    def test_other_points_are_dots_of_four_points_wherever_they_lie(self):
        for y in range(101):
            canvas = Canvas()
            for page in range(8):
                bodymap.marks(canvas, page, bytes([50, y, OTHER]), 1, 40)
            foot = (y * 55 + 50) // 100
            want = Canvas()
            for row in (foot - 1, foot):
                if row >= 0:
                    want.fill(row >> 3, 61, 2, 1 << (row & 7))
            self.assertEqual(canvas.pages, want.pages)

    def test_words_wrap_at_blanks(self):
        for text, lines in (
            (b"Upper trapezius", (b"Upper", b"trapezius", b"")),
            (b"Rhomboids", (b"Rhomboids", b"", b"")),
            (b"exactly-13-ch xyz", (b"exactly-13-ch", b"xyz", b"")),
            (b"a-word-longer-than-13", (b"a-word-longer", b"-than-13", b"")),
            (b"one two three four five six", (b"one two three", b"four five six", b"")),
            (b"ends in a blank ", (b"ends in a", b"blank ", b"")),
            (b"", (b"", b"", b"")),
        ):
            for line in range(3):
                canvas, want = Canvas(), Canvas()
                bodymap.words(canvas, 2, text, line)
                want.text(2, 0, lines[line])
                self.assertEqual(canvas.pages, want.pages)

    def test_a_stamp_spans_two_pages_and_blanks_around_itself(self):
        canvas = Canvas()
        for page in range(8):
            canvas.fill(page, 0, 128, 255)
            bodymap.stamp(canvas, page, 50, 13, b"\xff\x18")
        for page, want in ((0, 255), (1, 0x1F), (2, 0b11100011), (3, 255)):
            self.assertEqual(canvas.pages[page][51], want)

    def test_a_stamp_that_would_stick_out_is_left_out(self):
        canvas = Canvas()
        for x in (-1, 127, 400):
            bodymap.stamp(canvas, 2, x, 16, b"\xff\xff\xff\xff")
        self.assertEqual(canvas.pages, Canvas().pages)
        bodymap.stamp(canvas, 2, 126, 16, b"\xff\xff\xff\xff")
        self.assertEqual(canvas.pages[2], bytes(127) + b"\xff\xff")

    def test_a_stamp_leaves_the_control_byte_alone(self):
        canvas = Canvas()
        canvas.pages[2][0] = 0x40
        bodymap.stamp(canvas, 2, 0, 16, b"\xff\xff")
        self.assertEqual(canvas.pages[2], b"\x40\xff" + bytes(127))


if __name__ == "__main__":
    unittest.main()
