"""From `--port` or nothing to straps that are ready for their files to be changed."""

import importlib
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from backstrap.device import known, ports
from backstrap.device.folder import FolderStrap
from backstrap.device.strap import HOLDING, Strap
from backstrap.device.strap_link import StrapLink
from backstrap.errors import DeviceError, RefusedError, UserError, did_you_mean

ALL = "all"  # as a port: every strap that answers
_BOOT_S = 5.0

_ADDRESS = re.compile(r".*[/\\:].*|COM[0-9]+", re.IGNORECASE)  # anything else is a name

# What moves the bytes to a port: the module that has its open_link.
_TRANSPORTS = {"mpremote": "link", "ampy": "ampy_link"}

Say = Callable[[str], None]
Open = Callable[[str], StrapLink]
Addresses = Callable[[], list[str]]


class Target(NamedTuple):
    """A strap that was asked for, by what it was called; open connects to it."""

    label: str
    open: Callable[[], Strap]


def is_name(word: str) -> bool:
    """Whether --port takes the word for the name of a strap."""
    return word.lower() != ALL and not _ADDRESS.fullmatch(word)


def targets(
    wanted: list[str], virtual: Addresses, say: Say, transport: str = "mpremote"
) -> list[Target]:
    """The straps that are wanted: by port, by name, `all`; the only one that answers for none.

    virtual gives the addresses of the virtual straps that run: they count when no real one
    answers. DeviceError when nobody is there, or several while one is wanted.
    """
    module = importlib.import_module(f"backstrap.device.{_TRANSPORTS[transport]}")
    open_link: Open = module.open_link
    if ALL in wanted:
        return [_opened(link) for link in _answering(virtual, open_link)]
    if wanted:
        return [
            Target(word, partial(_open, word, open_link, say)) for word in dict.fromkeys(wanted)
        ]
    found = _answering(virtual, open_link)
    if len(found) > 1:
        for link in found:
            link.close()
        raise DeviceError(
            "several straps answer; choose one with --port, or all of them with --port all: "
            + ", ".join(link.address for link in found)
        )
    kind = "virtual strap" if found[0].address in virtual() else "strap"
    say(f"using the {kind} at {found[0].address}")
    return [_opened(found[0])]


def _opened(link: StrapLink) -> Target:
    return Target(link.address, lambda: link)


def _answering(virtual: Addresses, open_link: Open) -> list[StrapLink]:
    """Every real strap that answers; every virtual one when there is none. All are asked at once:
    silence takes seconds."""
    candidates = ports.candidates()
    with ThreadPoolExecutor(max(1, len(candidates))) as pool:
        tried = list(pool.map(lambda address: _try(address, open_link), candidates))
    found = [link for link in tried if isinstance(link, StrapLink)]
    found = found or [open_link(address) for address in virtual()]
    if not found:
        silent = "".join(f"\n  {why}" for why in tried)
        raise DeviceError(
            "no strap found; plug one in, name its port with --port, or start a virtual one with "
            f"`backstrap virtual start`{silent}"
        )
    return found


def _try(address: str, open_link: Open) -> StrapLink | str:
    """The strap, or at least a MicroPython to install one on, behind the port; or why none."""
    try:
        link = open_link(address)
    except DeviceError as e:
        return str(e)
    with suppress(DeviceError):
        if link.status() is not None:
            return link
        link.stop()
        if link.identity()["micropython"]:
            return link
    link.close()
    return f"{address}: no strap and no MicroPython answers"


def _open(word: str, open_link: Open, say: Say) -> Strap:
    if word.startswith("folder:"):
        return FolderStrap(Path(word.removeprefix("folder:")))
    if not _ADDRESS.fullmatch(word):
        return _open_named(word, open_link)
    try:
        return open_link(word)
    except DeviceError:
        met = known.at(word)
        moved = ports.where(met.usb) if met else None
        if moved is None or moved == word:
            raise
        say(f"the strap of {word} is at {moved} now")
        return open_link(moved)


def _open_named(name: str, open_link: Open) -> Strap:
    """The strap of that name: where its USB chip is now; else whoever says to be called so."""
    met = known.named(name)
    for one in met:
        if at := ports.where(one.usb):
            return open_link(at)
    for address in dict.fromkeys([*(one.port for one in met if one.port), *ports.candidates()]):
        with suppress(DeviceError):
            link = open_link(address)
            answer = link.status() or {}
            if str(answer.get("name") or "").lower() == name.lower():
                return link
            link.close()
    if met:
        raise DeviceError(f"'{name}' does not answer; plug it in, or name its port with --port")
    raise _never_met(name)


def last_port(word: str) -> str:
    """The port that is meant, without opening it: word, or where the strap of that name was last.

    UserError when word is neither a port nor the name of a strap that was met.
    """
    if _ADDRESS.fullmatch(word):
        return word
    for one in known.named(word):
        if at := ports.where(one.usb) or one.port:
            return at
    raise _never_met(word)


def _never_met(name: str) -> UserError:
    names = [one.name for one in known.straps() if one.name]
    return UserError(
        f"no strap called '{name}' was met{did_you_mean(name, names)}; met: "
        f"{', '.join(names) or 'none with a name'}; a port looks like /dev/ttyACM0, COM3 or "
        "socket://HOST:PORT"
    )


def status(strap: Strap) -> dict[str, Any] | None:
    """What the running app says; its clock is set, and the strap remembered."""
    answer = strap.status(now=datetime.now())
    if answer is not None and not strap.address.startswith("folder:"):
        known.meet(answer, strap.address, ports.usb_serial(strap.address))
    return answer


@contextmanager
def stopped(strap: Strap, force: bool) -> Iterator[Strap]:
    """The strap with its app stopped and its clock set; the app is started again afterwards.

    RefusedError when a hold runs, unless force: then the app saves it first.
    """
    answer = status(strap)
    if answer and answer.get("state") in HOLDING and not force:
        raise RefusedError(
            f"{strap.address}: a hold runs on {answer.get('point')}, "
            f"{_minutes(answer.get('hold_ms'))} of {_minutes(answer.get('target_ms'))}; wait for "
            "its end, or use --force to stop it (what was held is saved)"
        )
    strap.stop()
    try:
        if answer is None:
            strap.set_clock(datetime.now())
        yield strap
    except DeviceError:
        raise  # the link is gone: nothing more can be sent
    except BaseException:
        with suppress(DeviceError):
            strap.stop()
            strap.restart()
        raise
    strap.restart()
    if answer is not None:
        strap.await_app(_BOOT_S)  # a press that comes now must not fall into its boot


def _minutes(ms: Any) -> str:
    seconds = int(ms or 0) // 1000
    return f"{seconds // 60}:{seconds % 60:02d} min"
