"""What a person reads and hears: letters out of the display's pixels, names out of tones.

Font and cue table are handed in as data; nothing of the firmware is imported.
"""
# mypy: ignore-errors

_CELL = 6
_STEP_MS = 25  # a tone may be this much longer or shorter: one pass of the main loop


class Reader:
    """Finds the glyphs of a 5-column font (LSB on top, from the space on) in pages of pixels.

    letters: those that follow the tilde in the font.
    """

    def __init__(self, font, letters=""):
        self._glyphs = {}
        for i in range(1, len(font) // 5):  # the space is what is between the others
            letter = chr(32 + i) if i < 95 else letters[i - 95 : i - 94] or "?"
            self._glyphs.setdefault(bytes(font[5 * i : 5 * i + 5]), letter)

    def rows(self, frame):
        return [self.row(frame, page) for page in range(8)]

    def row(self, frame, page):
        """The page's text, about one character per 6 columns; pictures are skipped."""
        line = bytes(frame[128 * page : 128 * page + 128]) + b"\x00"
        text = ""
        x = 0
        while x <= 123:
            found = self._glyph(line, x)
            if found:
                column = (x + 2) // _CELL
                text += " " * (column - len(text)) + found
                x += _CELL
            else:
                x += 1
        return text

    def word(self, frame):
        """The first word of the top page, or ""."""
        line = frame[:129]
        x = 0
        while x < 12 and not self._glyph(line, x):
            x += 1
        text = ""
        while x <= 122:
            found = self._glyph(line, x)
            if not found:
                return text
            text += found
            x += _CELL
        return text

    def _glyph(self, line, x):
        beside = line[x - 1] if x else line[x + 5]
        if beside != line[x + 5] or beside not in (0, 255):
            return None
        cell = line[x : x + 5]
        if beside:
            cell = bytes(b ^ 255 for b in cell)
        return self._glyphs.get(cell)


class Ear:
    """Names sequences of tones after a table {name: (hz, ms, hz, ms, ...)}, hz 0 is silence."""

    def __init__(self, cues):
        self._cues = []
        self.rest_ms = 0  # a cue is over when it has been silent for this long
        for name in sorted(cues):
            pairs = _pairs(cues[name])
            self._cues.append((-len(pairs), name, pairs))
            for hz, ms in pairs:
                if hz == 0:
                    self.rest_ms = max(self.rest_ms, ms)
        self._cues.sort()  # the longest first
        self.rest_ms += 2 * _STEP_MS

    def known(self, name):
        return name == "any" or any(_is(name, cue[1]) for cue in self._cues)

    def names(self, tones, now_ms):
        """[(name, how many tones it had), ...]; "?" is in no table, the last may still go on."""
        out = []
        i = 0
        while i < len(tones):
            name, used = self._match(tones, i)
            last = tones[i + used - 1]
            if i + used == len(tones) and now_ms - last[0] - last[3] < self.rest_ms:
                return out
            out.append((name, used))
            i += used
        return out

    def _match(self, tones, i):
        for _, name, pairs in self._cues:
            used = _fits(tones, i, pairs)
            if used:
                return name, used
        return "?", 1


def _is(asked, name):
    """Whether a script's word means this cue: release is any of release, release2, release3."""
    return asked == name or (name.startswith(asked) and name[len(asked) :].isdigit())


def heard(asked, name):
    return asked == "any" or _is(asked, name)


def _pairs(cue):
    """(hz, ms) without the silence at the end, equal neighbours joined."""
    pairs = []
    for i in range(0, len(cue), 2):
        if pairs and pairs[-1][0] == cue[i]:
            pairs[-1] = (cue[i], pairs[-1][1] + cue[i + 1])
        else:
            pairs.append((cue[i], cue[i + 1]))
    while pairs and pairs[-1][0] == 0:
        pairs.pop()
    return pairs


def _fits(tones, i, pairs):
    """How many tones from the i-th on make this cue; 0: they do not."""
    used = 0
    end = 0
    gap = 0
    for hz, ms in pairs:
        if hz == 0:
            gap = ms
            continue
        if i + used >= len(tones):
            return 0
        start, is_hz, _, is_ms = tones[i + used]
        if is_hz != hz or abs(is_ms - ms) > _STEP_MS:
            return 0
        if used and abs(start - end - gap) > _STEP_MS:
            return 0
        end = start + is_ms
        gap = 0
        used += 1
    return used
