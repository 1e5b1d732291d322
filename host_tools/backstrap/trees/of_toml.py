"""TOML 1.0 text -> tree.

tomllib says whether a text is TOML; the reader knows where its values stand.
"""

import re
import tomllib

from backstrap.trees.toml_reader import LostError, Reader
from backstrap.trees.tree import Grower, Tree, TreeError

_CONFLICT = re.compile("Cannot|Duplicate")  # what tomllib says of a key that is there already
_PLACE = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")

# What tomllib says, and what an author does about it; the first line that fits counts.
_FIXES = (
    ("Invalid value", "put text in quotes"),
    ("Expected '='", "write key = value"),
    ("Invalid statement", "write key = value, [table] or [[list of tables]]"),
    ("Expected newline", "put a text in quotes, and the next key on a line of its own"),
    ("table declaration", "close it with ']'"),
    ("array declaration", "close it with ']]'"),
    ("Unclosed array", "close it with ']', and put a ',' between two values"),
    ("Unclosed inline", "close it with '}' on the same line, and put a ',' between two values"),
    ("Unterminated", "close the text with its quotes"),
    ('"""', "close the text with them"),
    ("'''", "close the text with them"),
    ("Illegal", "close the text on its line, or take the character away"),
    ("invalid character", "close the bracket or the quotes"),
    ("Unescaped", "write \\\\ for a backslash"),
    ("", "take it away, or write it as another value"),
)


def read(text: str) -> Tree:
    """The tree of a text; TreeError when it is none."""
    reader = Reader(text)
    lost: LostError | None = None
    try:
        reader.statements()
    except LostError as e:
        lost = e
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        if lost or not reader.grower.problems or not _CONFLICT.match(str(e)):
            raise _syntax_error(str(e), reader.grower, lost) from None
    else:
        if lost:
            place = reader.grower.place(lost.offset)
            raise TreeError(place, "not readable here; write it more plainly")
    return reader.grower.tree(reader.root)


def _syntax_error(said: str, grower: Grower, lost: LostError | None) -> TreeError:
    """What the reader knows of it, unless tomllib has found something before."""
    found = _PLACE.search(said)
    said = said[: found.start()] if found else said
    theirs = (int(found[1]), int(found[2])) if found and found[1] else None
    place = theirs or (1, 1)
    if lost:
        ours = grower.place(lost.offset)
        of_opening = said.startswith(("Illegal", "Unterminated"))
        if theirs is None or of_opening or (str(lost) and ours <= theirs):
            place = ours
        if place == ours and str(lost):
            return TreeError(place, f"not readable as TOML: {lost}")
    fix = next(fix for word, fix in _FIXES if word in said)
    return TreeError(place, f"not readable as TOML: {said}; {fix}")
