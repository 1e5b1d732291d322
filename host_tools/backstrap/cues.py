"""The strap's cues by name: what they mean, how they sound and how they feel."""

from strapcore.ui.cues import MEANINGS, Player

STEP_MS = 20

Pattern = tuple[int, ...]  # hz, ms, hz, ms ...; 0 Hz is silence. Of the motor: 1, ms, 0, ms ...


def names() -> list[str]:
    """Every cue's name, in the order of the strap's numbers."""
    return [name for name, _ in MEANINGS]


def meanings() -> dict[str, str]:
    """What each cue says."""
    return dict(MEANINGS)


def tones() -> dict[str, Pattern]:
    """What each cue sounds like."""
    return {name: _played(number)[0] for number, name in enumerate(names())}


def rhythms() -> dict[str, Pattern]:
    """What the motor does with each cue."""
    return {name: _played(number)[1] for number, name in enumerate(names())}


def duty(name: str) -> int:
    """Loudness of a cue as the buzzer's PWM duty, 0 to 32768."""
    player = Player()
    player.play(names().index(name))
    return int(player.duty)


def _played(number: int) -> tuple[Pattern, Pattern]:
    player = Player()
    player.play(number)
    heard: list[list[int]] = []
    felt: list[list[int]] = []
    while player.busy:
        hz = player.step(STEP_MS)
        for what, found in ((hz, heard), (int(player.shaking), felt)):
            if found and found[-1][0] == what:
                found[-1][1] += STEP_MS
            else:
                found.append([what, STEP_MS])
    return _flat(heard), _flat(felt)


def _flat(found: list[list[int]]) -> Pattern:
    while found and found[-1][0] == 0:
        found.pop()
    return tuple(value for pair in found for value in pair)
