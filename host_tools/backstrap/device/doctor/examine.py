"""Listens at a port, asks the app how it is, and asks a REPL only where no app runs."""

from datetime import datetime

from backstrap.device.doctor import look, refusal
from backstrap.device.doctor.evidence import Computer, Evidence
from backstrap.device.doctor.hearing import PROMPT, TOLD
from backstrap.device.doctor.rules import first
from backstrap.device.link import open_link
from backstrap.device.strap_link import StrapLink
from backstrap.errors import DeviceError

_ROUNDS = 3  # of asking, 2.5 s each: an app that crashes says so every 6 s
_CRASH = "/crash.txt"


def port(address: str, computer: Computer, ours: str) -> Evidence:
    """All that can be known of a port without disturbing what runs behind it."""
    try:
        link = open_link(address)
    except DeviceError:
        return refusal.evidence(address, computer)
    about = Evidence(computer, address, look.usb_id(address, computer), ours=ours)
    try:
        about = _listened(link, about)
        if _at_prompt(about):
            about = _asked(link, about)
    except DeviceError:
        about = about._replace(lost=True, heard=link.heard())
    finally:
        link.close()
    if not about.heard:
        about = about._replace(holders=look.holders(address))
    return about


def _listened(link: StrapLink, about: Evidence) -> Evidence:
    for _ in range(_ROUNDS):
        status = link.status()
        if status is not None:
            link.set_clock(datetime.now())
        about = about._replace(status=status, heard=link.heard())
        if status is not None or _at_prompt(about) or first(TOLD, about):
            break
    return about


def _at_prompt(about: Evidence) -> bool:
    heard = about.heard
    return PROMPT in heard[-8:] and b"MicroPython" in heard and b"CircuitPython" not in heard


def _asked(link: StrapLink, about: Evidence) -> Evidence:
    """No app runs there: the REPL can be asked."""
    link.stop()
    link.set_clock(datetime.now())
    about = about._replace(identity=link.identity())
    if _CRASH in link.survey(_CRASH).files:
        about = about._replace(crash=link.get(_CRASH).decode(errors="replace"))
    return about
