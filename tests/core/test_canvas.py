"""The canvas: what it lights, where it clips, and that it leaves the control byte alone."""

import unittest

from strapcore.ui.canvas import Canvas
from strapcore.ui.font import BIG, FONT
from strapcore.ui.letters import LETTERS
from strapcore.ui.screens import bodymap, text
from strapcore.ui.view import DONE, OTHER, View


class CanvasTest(unittest.TestCase):
    def setUp(self):
        self.canvas = Canvas()
        self.row = self.canvas.row

    def columns(self, x, width):
        return bytes(self.row[x + 1 : x + 1 + width])

    def lit(self):
        """Columns of page 2 that are not dark."""
        return [x for x in range(128) if self.row[x + 1]]

    def test_a_page_is_a_control_byte_and_its_columns(self):
        for width, height, pages in ((128, 64, 8), (128, 32, 4), (72, 40, 5)):
            canvas = Canvas(width, height)
            self.assertEqual((len(canvas.row), canvas.pages), (1 + width, pages))

    def test_a_narrow_page_clips_where_it_ends(self):
        canvas = Canvas(72, 40)
        canvas.text(0, b"#" * 13)
        self.assertEqual(canvas.row[-6:-1], canvas.row[1:6])
        canvas.clear()
        canvas.text(60, b"##")
        canvas.fill(70, 9, 1)
        canvas.blit(70, "3s", b"\xff\xff\xff")
        canvas.strip(64, 20, bytes(16))
        self.assertEqual(canvas.row[1:61], bytes(60))

    def test_nothing_touches_the_control_byte(self):
        self.row[0] = 0x40
        canvas = self.canvas
        canvas.fill(-5, 200, 255)
        canvas.strip(-5, 200, bytes(16))
        canvas.text(-3, b"clipped at the left and at the right")
        canvas.blit(0, "2s", b"\xff\xff")
        canvas.clear()
        self.assertEqual(self.row, b"\x40" + bytes(128))

    def test_text_is_five_columns_and_a_gap(self):
        self.canvas.text(7, b"Ab")
        a, b = ord("A") - 32, ord("b") - 32
        want = FONT[5 * a : 5 * a + 5] + b"\0" + FONT[5 * b : 5 * b + 5] + b"\0"
        self.assertEqual(self.columns(7, 12), want)

    def test_inverted_text_lights_what_text_leaves_dark(self):
        self.canvas.text(0, b"x y", True)
        inverted = self.columns(0, 18)
        self.canvas.text(0, b"x y")
        self.assertEqual(inverted, bytes([255 - c for c in self.columns(0, 18)]))

    def test_21_cells_fit_and_a_22nd_is_left_out(self):
        self.canvas.text(0, b"#" * 22)
        self.assertEqual(max(self.lit()), 20 * 6 + 4)

    def test_a_cell_that_begins_left_of_the_screen_is_left_out(self):
        self.canvas.text(-6, b"##")
        first = self.columns(0, 6)
        self.canvas.clear()
        self.canvas.text(0, b"#")
        self.assertEqual(first, self.columns(0, 6))
        self.canvas.text(128, b"#")
        self.canvas.text(-600, b"#")
        self.assertEqual(max(self.lit()), 4)

    def test_what_the_font_has_not_shows_as_a_question_mark(self):
        self.canvas.text(0, b"\x00\xff\n")
        q = FONT[5 * (ord("?") - 32) : 5 * (ord("?") - 32) + 5] + b"\0"
        self.assertEqual(self.columns(0, 18), q * 3)

    def drawn(self, text):
        other = Canvas()
        other.text(0, text)
        return bytes(other.row)

    def test_numbers_are_right_aligned_and_dashes_where_they_do_not_fit(self):
        for value, cells, want in (
            (0, 3, b"  0"),
            (7, 1, b"7"),
            (42, 3, b" 42"),
            (12345, 5, b"12345"),
            (100, 2, b"--"),
            (-1, 3, b"---"),
        ):
            self.canvas.clear()
            self.canvas.number(0, value, cells)
            self.assertEqual(self.row, self.drawn(want))

    def test_the_clock_says_minutes_and_seconds(self):
        for seconds, want in ((0, b" 0:00"), (445, b" 7:25"), (1500, b"25:00"), (-3, b" 0:00")):
            self.canvas.clear()
            self.canvas.clock(0, seconds)
            self.assertEqual(self.row, self.drawn(want))
        self.canvas.clock(0, 100000)
        self.assertEqual(self.row, self.drawn(b"99:59"))

    def test_the_large_clock_is_61_columns_of_three_pages(self):
        for third in range(3):
            self.canvas.clear()
            self.canvas.big_clock(1, 60 * 12 + 34, third)
            want = b"".join([figure(i, third) for i in (1, 2, 10, 3, 4)])
            self.assertEqual(len(want), 61)
            self.assertEqual(self.columns(1, 61), want)
            self.assertEqual(sum(self.row), sum(want))

    def test_a_run_is_clipped_on_both_sides(self):
        self.canvas.fill(-4, 6, 1)
        self.canvas.fill(126, 9, 1)
        self.canvas.fill(60, 0, 1)
        self.canvas.fill(60, -9, 1)
        self.assertEqual(self.lit(), [0, 1, 126, 127])

    def test_a_strip_repeats_its_pattern(self):
        pattern = bytes(range(1, 17))
        self.canvas.strip(3, 40, pattern)
        self.assertEqual(self.columns(3, 40), (pattern * 3)[:40])
        self.assertEqual(self.lit(), list(range(3, 43)))
        self.canvas.strip(120, 40, pattern)
        self.assertEqual(self.columns(120, 8), pattern[:8])


class FontTest(unittest.TestCase):
    def test_every_character_looks_different(self):
        count = 95 + len(LETTERS)
        self.assertEqual(len(FONT), 5 * count)
        seen = [FONT[5 * i : 5 * i + 5] for i in range(count)]
        for i in range(count):
            self.assertFalse(seen[i] in seen[:i])

    def test_large_figures_have_three_pages_each(self):
        self.assertEqual(len(BIG), 3 * (10 * 12 + 3))
        seen = [b"".join([figure(i, third) for third in range(3)]) for i in range(11)]
        for i in range(11):
            self.assertFalse(seen[i] in seen[:i])


def figure(i, third):
    """A page of a large figure, with the gap behind it; 10 is the colon."""
    width = 3 if i == 10 else 12
    at = 36 * i + third * width
    return BIG[at : at + width] + b"\0\0"


def picture(draw):
    """The rows of all eight pages that draw(canvas, page) makes."""
    canvas = Canvas()
    rows = []
    for page in range(8):
        canvas.clear()
        draw(canvas, page)
        rows.append(bytes(canvas.row))
    return rows


class BodyMapTest(unittest.TestCase):
    def test_the_back_is_the_same_on_both_sides(self):
        pages = picture(lambda canvas, page: bodymap.draw(canvas, page, 0))
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
            for row in picture(both(kind)):
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

        self.assertEqual(picture(at_once), picture(one_by_one))

    def test_other_points_are_dots_of_four_points_wherever_they_lie(self):
        for y in range(101):
            foot = (y * 55 + 50) // 100
            for page in range(8):
                canvas, want = Canvas(), Canvas()
                bodymap.marks(canvas, page, bytes([50, y, OTHER]), 1, 40)
                for row in (foot - 1, foot):
                    if row >= 0 and row >> 3 == page:
                        want.fill(61, 2, 1 << (row & 7))
                self.assertEqual(canvas.row, want.row)

    def test_a_stamp_spans_two_pages_and_blanks_around_itself(self):
        def draw(canvas, page):
            canvas.fill(0, 128, 255)
            bodymap.stamp(canvas, page, 50, 13, b"\xff\x18")

        pages = picture(draw)
        for page, want in ((0, 255), (1, 0x1F), (2, 0b11100011), (3, 255)):
            self.assertEqual(pages[page][51], want)

    def test_a_stamp_that_would_stick_out_is_left_out(self):
        canvas = Canvas()
        for x in (-1, 127, 400):
            bodymap.stamp(canvas, 2, x, 16, b"\xff\xff\xff\xff")
        self.assertEqual(canvas.row, bytes(129))
        bodymap.stamp(canvas, 2, 126, 16, b"\xff\xff\xff\xff")
        self.assertEqual(canvas.row, bytes(127) + b"\xff\xff")

    def test_a_stamp_leaves_the_control_byte_alone(self):
        canvas = Canvas()
        canvas.row[0] = 0x40
        bodymap.stamp(canvas, 2, 0, 16, b"\xff\xff")
        self.assertEqual(canvas.row, b"\x40\xff" + bytes(127))


class TextTest(unittest.TestCase):
    def drawn(self, index, told, width):
        canvas = Canvas()
        missing = text.line(canvas, told, index, width)
        return canvas.row, missing

    def test_lines_end_at_blanks_and_where_the_text_says_so(self):
        for told, lines in (
            (b"Upper trapezius", (b"Upper", b"trapezius")),
            (b"Rhomboids", (b"Rhomboids",)),
            (b"exactly-13-ch xyz", (b"exactly-13-ch", b"xyz")),
            (b"exactly-13-ch\nxyz", (b"exactly-13-ch", b"xyz")),
            (b"a-word-longer-than-13", (b"a-word-longer", b"-than-13")),
            (b"one two three four five six", (b"one two three", b"four five six")),
            (b"one\ntwo three\n\nfour", (b"one", b"two three", b"", b"four")),
            (b"ends in a blank ", (b"ends in a", b"blank ")),
            (b"", ()),
        ):
            for index in range(6):
                want = Canvas()
                if index < len(lines):
                    want.text(0, lines[index])
                missing = -1 if index < len(lines) else index - len(lines)
                self.assertEqual(self.drawn(index, told, 13), (want.row, missing))

    def test_what_does_not_fit_comes_by_turns(self):
        view = View()
        for turn, rows in ((0, "ab"), (1, "cd"), (2, "e"), (3, "ab")):
            view.turn = turn
            for at in range(2):
                canvas, want = Canvas(), Canvas()
                text.part(canvas, view, b"a b c d e", at, 2, 2)
                want.text(0, rows[at : at + 1].encode())
                self.assertEqual(canvas.row, want.row)


if __name__ == "__main__":
    unittest.main()
