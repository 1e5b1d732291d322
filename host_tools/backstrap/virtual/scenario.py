"""Scripts of plain lines, played in the strap's own time inside the world.

The same lines give the same run on every host.
"""
# mypy: ignore-errors

from .parts import PARTS
from .seen import heard
from .world import PRESS_MS

_AFTER_PRESS_MS = 100  # released for at least this long before the next line
_PATIENCE_MS = 10000
_LOOK_MS = 40
_UNITS = {"ms": 1, "s": 1000, "min": 60000, "h": 3600000}
_ALLOWED = (
    "press [long|very long], lie KG, off, hands TIME, exhale TIME, wait TIME, set NAME VALUE, "
    "plug|unplug sensor|display|ambient, show [CAPTION], "
    "expect screen|tone|shake|text|dark|lit ... [within TIME]"
)
_KEPT_NAMES = (
    "name",
    "text",
    "at",
    "at_ms",
    "began_ms",
    "first_sound",
    "screens",
    "done",
    "error",
)
_EXPECTED = ("screen", "tone", "shake", "text", "dark", "lit")


class ScenarioError(Exception):
    """A line that cannot be read, or an expectation that was not met: file:line: what."""


def milliseconds(word):
    """ "12min", "1.5s", "150ms", "1h"; ValueError says so."""
    for unit in ("ms", "min", "s", "h"):
        if word.endswith(unit):
            return _thousandths(word[: -len(unit)]) * _UNITS[unit] // 1000
    raise ValueError("%s: a time like 150ms, 2s, 12min, 1h" % word)


def grams(word):
    if word.endswith("kg"):
        return _thousandths(word[:-2])
    if word.endswith("g"):
        return _thousandths(word[:-1]) // 1000
    return _thousandths(word)


def _thousandths(word):
    whole, _, part = word.strip().partition(".")
    if not (whole + part).isdigit() or len(part) > 3 or len(whole) > 6:
        raise ValueError("%s: a number like 25 or 12.5" % (word or "nothing"))
    return int(whole or "0") * 1000 + int((part + "000")[:3])


def _read(line):
    """One line as (verb, ...) or None; ValueError says what is wrong."""
    line = line.strip()
    if not line or line[0] == "#":
        return None
    verb, _, rest = line.partition(" ")
    if '"' not in rest:
        rest = rest.partition("#")[0]
    reader = _READERS.get(verb)
    found = reader(verb, rest.strip()) if reader else None
    if found is None:
        raise ValueError("%s: allowed are %s" % (line, _ALLOWED))
    return found


def _read_press(verb, rest):
    kind = " ".join(rest.split()) or "short"
    if kind not in PRESS_MS:
        raise ValueError("press %s: press, press long, press very long" % rest)
    return verb, kind


def _read_lie(verb, rest):
    g = grams(rest.replace(" ", ""))
    if not 0 < g <= 150000:
        raise ValueError("lie %s: more than 0 and at most 150 kg" % rest)
    return verb, g


def _read_time(verb, rest):
    return verb, milliseconds(rest.replace(" ", ""))


def _read_off(verb, rest):
    return None if rest else (verb,)


def _read_set(verb, rest):
    words = rest.split()
    return (verb, words[0], words[1]) if len(words) == 2 else None


def _read_part(verb, rest):
    return (verb, rest) if rest in PARTS else None


def _read_show(verb, rest):
    return verb, rest.strip('"')


def _read_expect(verb, rest):
    patience = _PATIENCE_MS
    head, within, time = rest.rpartition(" within ")
    if within:
        rest, patience = head.strip(), milliseconds(time.replace(" ", ""))
    what, _, value = rest.partition(" ")
    value = value.strip()
    if what == "text":
        value = value.strip('"')
    if what not in _EXPECTED or bool(value) != (what not in ("dark", "lit")):
        return None
    return verb, what, value, patience


_READERS = {
    "press": _read_press,
    "lie": _read_lie,
    "off": _read_off,
    "wait": _read_time,
    "hands": _read_time,
    "exhale": _read_time,
    "set": _read_set,
    "plug": _read_part,
    "unplug": _read_part,
    "show": _read_show,
    "expect": _read_expect,
}


class Script:
    """Lines under way. `done` when over; then `error` is None or says what went wrong where."""

    def __init__(self, text, name="script", senses=None):
        """`senses` has reader (Reader or None) and ear (Ear or None), for expectations."""
        self.name = name
        self.text = text
        self.senses = senses
        self.done = False
        self.error = None
        self.at = 0  # next step
        self.at_ms = -1  # when it begins
        self.began_ms = -1
        self.first_sound = 0
        self.screens = []  # names of the screens that were seen, in order
        self._look_ms = 0
        self.on_show = None  # called with (caption, frame)
        self.steps = []
        wrong = []
        for i, line in enumerate(text.splitlines()):
            try:
                step = _read(line)
                if step:
                    self._check(step)
                    self.steps.append((i + 1, step))
            except ValueError as e:
                wrong.append("%s:%d: %s" % (name, i + 1, e.args[0]))
        if wrong:
            raise ScenarioError("\n".join(wrong))

    def _check(self, step):
        if step[0] != "expect":
            return
        if step[1] in ("screen", "text") and not (self.senses and self.senses.reader):
            raise ValueError("expect %s: the font is not known here" % step[1])
        if step[1] in ("tone", "shake"):
            ear = self.senses and (self.senses.ear if step[1] == "tone" else self.senses.skin)
            if not ear:
                raise ValueError("expect %s: the cues are not known here" % step[1])
            if not ear.known(step[2]):
                raise ValueError("expect %s %s: there is no such cue" % (step[1], step[2]))

    def begin(self, world):
        """The first line is due now."""
        self.at_ms = self.began_ms = world.now_ms
        self.first_sound = world.sound.count

    def run(self, world):
        """Do what is due by now."""
        if self.done:
            return
        if world.now_ms < self.at_ms and world.now_ms < self._look_ms:
            return
        self._look_ms = world.now_ms + _LOOK_MS
        if self.senses and self.senses.reader:
            name = world.screen_name(self.senses.reader)
            if name and name != (self.screens[-1] if self.screens else ""):
                self.screens.append(name)
        while self.at < len(self.steps) and self.at_ms <= world.now_ms:
            line, step = self.steps[self.at]
            try:
                if not self._step(world, step):
                    return
            except ValueError as e:
                return self._fail(line, e.args[0])
            self.at += 1
        if self.at == len(self.steps) and self.at_ms <= world.now_ms:
            self.done = True

    def dump(self):
        return {name: getattr(self, name) for name in _KEPT_NAMES}

    def restore(self, saved):
        """Go on where another interpreter left off."""
        for name in _KEPT_NAMES:
            setattr(self, name, saved[name])

    def _fail(self, line, what):
        self.error = "%s:%d: %s" % (self.name, line, what)
        self.done = True

    def _step(self, world, step):
        """Whether the line is over; at_ms is then when the next one begins."""
        verb = step[0]
        at = self.at_ms
        if verb == "expect":
            return self._expect(world, step)
        if verb == "press":
            world.press(step[1], at)
            self.at_ms += PRESS_MS[step[1]] + _AFTER_PRESS_MS
        elif verb == "lie":
            world.lie(step[1], at)
        elif verb == "off":
            world.off(at)
        elif verb == "hands":
            world.hands(step[1], at)
            self.at_ms += step[1]
        elif verb == "exhale":
            world.exhale(step[1], at)
        elif verb == "wait":
            self.at_ms += step[1]
        elif verb == "set":
            world.set(step[1], step[2], at)
        elif verb == "plug":
            world.plug(step[1])
        elif verb == "unplug":
            world.unplug(step[1])
        elif self.on_show:
            self.on_show(step[1], world.frame())
        return True

    def _expect(self, world, step):
        _, what, value, patience = step
        if self._holds(world, what, value):
            self.at_ms = world.now_ms
            return True
        if world.now_ms - self.at_ms < patience:
            return False
        seen = self._seen(world, what)
        raise ValueError(
            "expected %s within %d ms, seen: %s" % ((what + " " + value).strip(), patience, seen)
        )

    def _holds(self, world, what, value):
        if what == "dark":
            return not any(world.frame())
        if what == "lit":
            return any(world.frame())
        if what in ("tone", "shake"):
            ear, sound = self._organ(world, what)
            used = sound.used
            for name, n in ear.names(sound.tones(used), world.now_ms):
                used += n
                if heard(value, name):
                    sound.used = used
                    return True
            return False
        if what == "screen":
            return world.screen_name(self.senses.reader) == value
        text = "\n".join(self.senses.reader.rows(world.frame()))
        return value in text or value in " ".join(text.split())

    def _organ(self, world, what):
        """What hears tones, or feels the motor, and what there was of it."""
        if what == "tone":
            return self.senses.ear, world.sound
        return self.senses.skin, world.shaking

    def _seen(self, world, what):
        if what in ("tone", "shake"):
            names = []
            if self.senses and self.senses.ear:
                ear, sound = self._organ(world, what)
                names = [name for name, _ in ear.names(sound.tones(sound.used), world.now_ms)]
            return what + "s " + (" ".join(names) or "none")
        rows = self.senses.reader.rows(world.frame()) if self.senses and self.senses.reader else []
        rows = [row for row in rows if row]
        if not any(world.frame()):
            return "a dark display"
        return "the display with " + " | ".join(rows)
