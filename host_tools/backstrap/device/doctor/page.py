"""docs/trouble.md: every rule of the doctor, for who has the trouble in front of him."""

from backstrap.device.doctor.evidence import JOIN
from backstrap.device.doctor.judge import TABLES
from backstrap.device.doctor.words import SHOWN

_TEXT = """\
# Trouble

`backstrap doctor` looks for all of this and says what it found. It needs no strap, and a hold that
runs goes on; `--port` names one port. This page is what `backstrap doctor --markdown` prints.
Words in capitals stand for what it found.

{parts}
## The group that may open serial ports

| system | group | to join it |
|---|---|---|
{groups}
Afterwards log out and in again: a session keeps the groups it began with.
"""
_SYSTEMS = {
    "arch": "Arch, Manjaro, EndeavourOS",
    "alpine": "Alpine",
    "nixos": "NixOS",
    "": "Debian, Ubuntu, Fedora, openSUSE, others",
}


def rows() -> list[dict[str, str]]:
    """Every rule, its words in braces shown as the page does."""
    return [
        {
            "id": rule.id,
            "level": rule.level,
            "seen": rule.seen.format_map(SHOWN),
            "means": rule.means.format_map(SHOWN),
            "next": rule.next.format_map(SHOWN),
        }
        for _, table in TABLES
        for rule in table
    ]


def markdown() -> str:
    """The page."""
    found = {row["id"]: row for row in rows()}
    parts = []
    for title, table in TABLES:
        lines = [f"## {title}", "", "| | seen | means | next |", "|---|---|---|---|"]
        lines += [_line(found[rule.id]) for rule in table]
        parts.append("\n".join(lines) + "\n")
    groups = "".join(
        f"| {_SYSTEMS[name]} | {group} | `{command.format(group=group)}` |\n"
        for name, (group, command) in JOIN.items()
    )
    return _TEXT.format(parts="\n".join(parts), groups=groups)


def _line(row: dict[str, str]) -> str:
    cells = [f"**{row['id']}** ({row['level']})", row["seen"], row["means"], row["next"]]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
