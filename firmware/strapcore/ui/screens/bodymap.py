"""The back as seen from behind, and marks where the points lie.

No screen, but here so that it comes and goes with those that show it: neck, shoulders and upper
back. A point's place is in hundredths: x from the left shoulder to the right one, 50 on the spine,
y from the base of the skull to the lower ribs.
"""

from strapcore.compat import const

WIDTH = 45
_PAGES = const(7)
_LEFT = const(83)  # where the screens have it
NEXT = const(2)  # the kind of a mark that is a solid dot; for the others see view.py

_BACK = (
    (  # page 0
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01"
        b"\xfe\x00\x00\x00\x00\x00\x00\x92\x00\x00\x00\x00\x00\x00\xfe"
        b"\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    ),
    (  # page 1
        b"\x00\x00\x00\x00\x00\x80\x40\x40\x20\x20\x10\x10\x08\x04\x02"
        b"\x01\x00\x00\x00\x00\x00\x00\x24\x00\x00\x00\x00\x00\x00\x01"
        b"\x02\x04\x08\x10\x10\x20\x20\x40\x40\x80\x00\x00\x00\x00\x00"
    ),
    (  # page 2
        b"\xf0\x0c\x02\x01\x01\x00\x00\x00\x04\x80\x04\x00\x08\x00\x08"
        b"\x00\xa8\x00\x00\x00\x00\x00\x49\x00\x00\x00\x00\x00\xa8\x00"
        b"\x08\x00\x08\x00\x04\x80\x04\x00\x00\x00\x01\x01\x02\x0c\xf0"
    ),
    (  # page 3
        b"\xff\x00\x00\x00\x00\xe0\x1c\x1e\xe0\x02\x08\x20\x80\x00\x00"
        b"\x00\xaa\x00\x00\x00\x00\x00\x92\x00\x00\x00\x00\x00\xaa\x00"
        b"\x00\x00\x80\x20\x08\x02\xe0\x1e\x1c\xe0\x00\x00\x00\x00\xff"
    ),
    (  # page 4
        b"\xff\x00\x00\x00\x00\xff\x00\x00\x3f\xc0\x00\x00\x00\x02\x08"
        b"\x02\x00\x00\x00\x00\x00\x00\x24\x00\x00\x00\x00\x00\x00\x02"
        b"\x08\x02\x00\x00\x00\xc0\x3f\x00\x00\xff\x00\x00\x00\x00\xff"
    ),
    (  # page 5
        b"\x07\x58\x00\x00\x00\xab\x00\x00\x00\x3f\xc0\x00\x00\x00\x00"
        b"\x00\x00\x00\x00\x00\x00\x00\x49\x00\x00\x00\x00\x00\x00\x00"
        b"\x00\x00\x00\x00\xc0\x3f\x00\x00\x00\xab\x00\x00\x00\x58\x07"
    ),
    (  # page 6
        b"\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\xff\x00\x00\x00\x00"
        b"\x00\x00\x00\x00\x00\x00\x00\x12\x00\x00\x00\x00\x00\x00\x00"
        b"\x00\x00\x00\x00\xff\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00"
    ),
)

_X_MOST = const(44)  # column and row of a place at 100
_Y_MOST = const(55)

# Columns of (points to blank, points to light): a blank rim sets a mark off from the drawing.
_RING = b"\x7f\x1c\x7f\x22\x7f\x22\x7f\x22\x7f\x1c"
_SOLID = b"\x7f\x1c\x7f\x3e\x7f\x3e\x7f\x3e\x7f\x1c"


def body_map(canvas, page, view):
    """A row: the back on the right, the other points first, the next one on top of them."""
    draw(canvas, page, _LEFT)
    marks(canvas, page, view.marks, view.mark_count, _LEFT)
    if view.map_x >= 0:
        mark(canvas, page, view.map_x, view.map_y, NEXT, _LEFT)


def draw(canvas, page, left):
    """Draw the page's part of the back, its left edge at column `left`, its top on page 0."""
    if page < _PAGES:
        canvas.blit(left, "45s", _BACK[page])


def mark(canvas, page, x, y, kind, left):
    """Mark the place (x, y) of the back drawn at `left` with a ring or a solid dot."""
    x = left + (x * _X_MOST + 50) // 100 - 2
    y = (y * _Y_MOST + 50) // 100 - 3
    stamp(canvas, page, x, y, _SOLID if kind == NEXT else _RING)


def marks(canvas, page, places, count, left):
    """Make so many marks; places holds x, y, kind of each. Rings lie over the small dots."""
    row = canvas.row
    top = 8 * page
    rings = False
    for i in range(0, 3 * count, 3):
        if places[i + 2]:
            rings = True
            continue
        up = (places[i + 1] * _Y_MOST + 50) // 100 - top + 7
        if 6 < up < 16:  # one pass for many dots: a stamp for each would take too long
            at = left + (places[i] * _X_MOST + 50) // 100
            if 0 < at < canvas.width:
                bits = 3 << up >> 8 & 255
                row[at] |= bits
                row[at + 1] |= bits
    if rings:
        for i in range(0, 3 * count, 3):
            if places[i + 2]:
                mark(canvas, page, places[i], places[i + 1], places[i + 2], left)


def stamp(canvas, page, x, y, sprite):
    """Lay a small picture with its corner at (x, y) where it touches this page.

    sprite: two bytes a column of at most 8 rows: the points to blank, then those to light. It is
    left out where it would stick out at a side.
    """
    up = y - 8 * page + 8
    row = canvas.row
    stop = x + 1 + (len(sprite) >> 1)
    if not 0 < up < 16 or x < 0 or stop > len(row):
        return
    at = 0
    for i in range(x + 1, stop):
        row[i] = row[i] & ~(sprite[at] << up >> 8) | (sprite[at + 1] << up >> 8 & 255)
        at += 2
