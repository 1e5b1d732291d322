"""Why a port does not open: asked once more, for its error's number and the system's words."""

import serial

from backstrap.device.doctor import judge, look
from backstrap.device.doctor.evidence import Computer, Evidence, error_number


def evidence(address: str, computer: Computer) -> Evidence:
    """What is known about a port that did not open."""
    about = Evidence(computer, address, look.usb_id(address, computer))
    try:
        serial.serial_for_url(address, timeout=5, exclusive=True).close()
    except (OSError, ValueError, TypeError) as e:  # TypeError: socket:// without a port number
        return about._replace(
            said=str(e) or type(e).__name__,
            errno=error_number(e),
            group=look.group(address),
            holders=look.holders(address),
        )
    return about._replace(said="the second time it opened", errno=0)


def why_not(address: str) -> str:
    """What to do about a port that did not open, and what the system says."""
    found = evidence(address, look.computer([], node=True))
    (finding,) = judge.of_port(found)
    return f"{finding.means}; {finding.next} ({finding.seen})"
