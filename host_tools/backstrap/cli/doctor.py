"""Verb: doctor. What is wrong between here and the strap, and what to do."""

from typing import TYPE_CHECKING

import click

from backstrap.cli.tool import Tool, virtual_addresses
from backstrap.errors import UserError

if TYPE_CHECKING:
    from backstrap.device.doctor.rules import Finding


@click.command()
@click.option("--markdown", is_flag=True, help="As docs/trouble.md: all it can find.")
@click.pass_obj
def doctor(tool: Tool, markdown: bool) -> int:
    """Look for what keeps the strap from working, and say what to do.

    It listens and asks; a running app or hold goes on. Without --port it looks at every port.
    """
    from backstrap.device import ports
    from backstrap.device.doctor import examine, judge, look, page
    from strapcore import VERSION

    if markdown:
        tool.result(page.rows(), page.markdown().removesuffix("\n"))
        return 0
    virtual = virtual_addresses()
    wanted = _addresses(tool.ports)
    computer = look.computer(virtual, _has_node())
    found = judge.of_computer(computer, wanted[0] if wanted else "")
    for address in wanted or ports.candidates() or virtual:
        tool.say(f"listening at {address} ...")
        found += judge.of_port(examine.port(address, computer, VERSION))
    tool.result({"findings": [one._asdict() for one in found]}, _text(found))
    return 2 if any(one.level == "error" for one in found) else 0


def _addresses(wanted: list[str]) -> list[str]:
    """The ports that were named, by themselves or by a strap's name; none for all of them."""
    from backstrap.device.connect import ALL, last_port

    for word in wanted:
        if word.startswith("folder:"):
            raise UserError(f"--port {word}: a folder has no port to look at")
    return [] if ALL in wanted else [last_port(word) for word in wanted]


def _has_node() -> bool:
    try:
        from backstrap.virtual import runtime

        runtime.node()
    except (ImportError, UserError):
        return False
    return True


def _text(found: "list[Finding]") -> str:
    return "\n\n".join(
        f"{one.level}: {one.id}\n  seen   {one.seen}\n  means  {one.means}\n  next   {one.next}"
        for one in found
    )
