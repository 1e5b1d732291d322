"""What the strap says, in the person's language: blocks of lines in languages/*.txt.

A block begins with its name in capitals, has a text a line, and ends with an empty line. Behind a
"|" stands the short form for a narrow display. What a hold needs comes first, for it is found
soonest. Loaded when the screen changes, then forgotten.
"""

from strapcore.compat import const
from strapcore.ui.letters import encode

# Beside this file; on the strap that is its slot.
_PATH = __file__.rpartition("words")[0] + "languages/%s.txt"
_MOTHER = "en"  # where a language's own file is missing or damaged
_PIECE = const(240)  # bytes read at once: small pieces find room in a full heap
_NARROW = const(21)  # fewer letters a row take the short forms
_LINES = const(10)  # of FIRST, which has most
_HOLD_LINES = const(16)  # and of HOLD with the prompts
_PROMPTED = ("HOLD", "PAUSED", "PREPARE")  # their words go on with those of PROMPTS


def words(view):
    """The fixed words of the view's screen; empty where the strap has no such text."""
    found = lines(view, view.state.encode(), _LINES * (view.state not in _PROMPTED))
    if view.state in _PROMPTED:
        found = _filled(found + lines(view, b"PROMPTS"), _HOLD_LINES)
    return found


def lines(view, block, least=0):
    """The lines of the block of this name (bytes), in the view's language and the strap's code; so
    many at least, empty ones where it has less."""
    return _filled([_form(view, text) for text in _block(view, block)], least)


def line(view, block, index, *values):
    """One line of a block, counted from 0, with values (numbers, bytes) in place of its %d and
    %s; b"" where there is none."""
    found = _block(view, block)
    text = _form(view, found[index]) if index < len(found) else b""
    return text % values if text and values else text


def _filled(found, least):
    return found + [b""] * (least - len(found))


def _form(view, text):
    if "|" in text:
        long, _, short = text.partition("|")
        text = short if view.width < _NARROW else long
    return encode(text)


def _block(view, block):
    """The lines as the file has them; none where there is no such block."""
    for language in (view.language, _MOTHER):
        try:
            with open(_PATH % language, "rb") as f:
                return _read(f, b"\n\n" + block + b"\n").decode().split("\n")
        except (OSError, UnicodeError):  # not there, or damaged
            pass
    return []


def _read(f, head):
    """What stands between head and the next empty line; OSError without."""
    text = b"\n\n"  # as if before the first block too
    at = -1
    while at < 0:
        piece = f.read(_PIECE)
        if not piece:
            raise OSError("no such block")
        text = text[-len(head) :] + piece
        at = text.find(head)
    text = text[at + len(head) :]
    end = text.find(b"\n\n")
    while end < 0:
        piece = f.read(_PIECE)
        text += piece
        end = text.find(b"\n\n") if piece else len(text) - text.endswith(b"\n")
    return text[:end]
