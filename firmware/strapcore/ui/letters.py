"""Letters beyond ASCII that the font has, and the strap's own 8-bit code for text.

Loaded with the words of a screen, forgotten after them.
"""

LETTERS = "ÄÖÜäöüßÁÉÍÓÚÑáéíóúñ¿¡"

_FIRST = 127  # ASCII up to the tilde; LETTERS[0] comes next


def encode(text):
    """text as the font counts its pictures: one byte a letter, "?" for what it has not."""
    code = text.encode()
    if len(code) == len(text):  # all ASCII, as most is: much faster
        return code
    code = bytearray()
    for letter in text:
        if " " <= letter <= "~":
            code.append(ord(letter))
        else:
            at = LETTERS.find(letter)
            code.append(_FIRST + at if at >= 0 else ord("?"))
    return bytes(code)
