"""From `--port` or nothing to one strap that is ready for its files to be changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from backstrap.device import ports
from backstrap.device.folder import FolderStrap
from backstrap.device.link import StrapLink, open_link
from backstrap.device.strap import Strap
from backstrap.errors import DeviceError, RefusedError

_BOOT_S = 5.0
_HOLDING = ("HOLD", "PAUSED", "RELEASE")

Say = Callable[[str], None]


def connect(port: str | None, virtual: Callable[[], list[str]], say: Say) -> Strap:
    """The strap at port; without one, the only strap that answers.

    virtual gives the addresses of the virtual straps that run: they count when no real one
    answers.
    """
    if port is None:
        return _find(virtual, say)
    if port.startswith("folder:"):
        return FolderStrap(Path(port.removeprefix("folder:")))
    return open_link(port)


def _find(virtual: Callable[[], list[str]], say: Say) -> Strap:
    found: list[StrapLink] = []
    silent: list[str] = []
    for address in ports.candidates():
        try:
            link = open_link(address)
        except DeviceError as e:
            silent.append(str(e))
            continue
        if _answers(link):
            found.append(link)
        else:
            silent.append(f"{address}: no strap and no MicroPython answers")
            link.close()
    if len(found) == 1:
        say(f"using the strap at {found[0].address}")
        return found[0]
    for link in found:
        link.close()
    if found:
        raise DeviceError(_several([link.address for link in found]))
    addresses = virtual()
    if len(addresses) == 1:
        say(f"no strap on USB; using the virtual strap at {addresses[0]}")
        return open_link(addresses[0])
    if addresses:
        raise DeviceError(_several(addresses))
    raise DeviceError(
        "no strap found; plug one in, name its port with --port, or start a virtual one with "
        "`backstrap virtual start`" + "".join(f"\n  {line}" for line in silent)
    )


def _several(addresses: list[str]) -> str:
    return "several straps answer; choose one with --port: " + ", ".join(addresses)


def _answers(link: StrapLink) -> bool:
    """Whether a strap, or at least a MicroPython to install one on, is behind the port."""
    try:
        if link.status() is not None:
            return True
        link.stop()
        return bool(link.identity()["micropython"])
    except DeviceError:
        return False


def status(strap: Strap) -> dict[str, Any] | None:
    """What the running app says; its clock is set on the way."""
    answer = strap.status()
    if answer is not None:
        strap.set_clock(datetime.now())
    return answer


@contextmanager
def stopped(strap: Strap, force: bool) -> Iterator[Strap]:
    """The strap with its app stopped and its clock set; the app is started again afterwards.

    RefusedError when a hold runs, unless force: then the app saves it first.
    """
    answer = status(strap)
    if answer and answer.get("state") in _HOLDING and not force:
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
