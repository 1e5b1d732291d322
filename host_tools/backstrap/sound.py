"""A cue as the computer's own sound: a WAV, and whatever this platform plays one with."""

import io
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from math import pi, sin
from pathlib import Path

from backstrap import cues
from backstrap.errors import DeviceError

RATE_HZ = 44100
_FULL = 24000  # of 32767
_PERIOD = 65536  # a duty of half of it is loudest
_TAIL_MS = 100  # of silence: some players cut the end
_PLAYERS = {"darwin": ("afplay",), "linux": ("paplay", "pw-play", "aplay")}
_PATIENCE_S = 30


def wav(name: str) -> bytes:
    """The cue's tones as a square wave, as loud beside the others as on the buzzer."""
    # A narrow pulse sounds as loud as its keynote: sin(pi * duty) of a square wave's.
    high = round(_FULL * sin(pi * cues.duty(name) / _PERIOD))
    samples = array("h")
    tones = cues.tones()[name] + (0, _TAIL_MS)
    for hz, ms in zip(tones[::2], tones[1::2], strict=True):
        for i in range(RATE_HZ * ms // 1000):
            samples.append((-high if 2 * hz * i // RATE_HZ % 2 else high) if hz else 0)
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as f:
        f.setnchannels(1)
        f.setsampwidth(2)
        f.setframerate(RATE_HZ)
        f.writeframes(samples.tobytes())
    return file.getvalue()


def play(name: str) -> None:
    """Play the cue; DeviceError where nothing here can."""
    if sys.platform == "win32":
        import winsound

        try:
            winsound.PlaySound(wav(name), winsound.SND_MEMORY)
        except RuntimeError as e:
            raise DeviceError(_silent(name, str(e))) from None
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.wav"
        path.write_bytes(wav(name))
        players = _PLAYERS.get(sys.platform, _PLAYERS["linux"])
        failed = [why for player in players if (why := _failure(player, path))]
    if len(failed) == len(players):
        raise DeviceError(_silent(name, "; ".join(failed)))


def _silent(name: str, why: str) -> str:
    return (
        f"nothing here plays sound ({why}); "
        f"`backstrap cues play {name} --wav FILE` writes it for another player"
    )


def _failure(player: str, path: Path) -> str | None:
    """Why the player did not play the file; None when it did."""
    program = shutil.which(player)
    if program is None:
        return f"no {player}"
    try:
        done = subprocess.run(
            [program, str(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return f"{player} hangs or does not start"
    return f"{player} failed" if done.returncode else None
