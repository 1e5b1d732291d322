"""Verbs: cues list, cues play. What the strap says without a screen."""

from pathlib import Path

import click

from backstrap.cli.tool import Tool, table
from backstrap.errors import UserError, did_you_mean


@click.group()
def cues() -> None:
    """Show and play what the strap says without a screen. No strap is needed."""


@cues.command("list")
@click.option("--markdown", is_flag=True, help="As docs/cues.md, with the states they belong to.")
@click.pass_obj
def list_(tool: Tool, markdown: bool) -> None:
    """List every cue: what it says, its notes, the motor's rhythm."""
    from backstrap import cue_sheet
    from backstrap.cues import meanings, rhythms, tones

    said, heard, felt = meanings(), tones(), rhythms()
    found = [
        {"name": name, "meaning": said[name], "tones": heard[name], "motor": felt[name]}
        for name in said
    ]
    if markdown:
        tool.result(found, cue_sheet.markdown().removesuffix("\n"))
        return
    rows = [(name, cue_sheet.rhythm(felt[name]), cue_sheet.notes(heard[name])) for name in said]
    width = max(map(len, said))
    lines = [f"{name.ljust(width)}  {text}" for name, text in said.items()]
    times = table(("cue", "motor, ms (pause)", "notes, ms (pause)"), rows)
    tool.result(found, "\n".join([*lines, "", times]))


@cues.command()
@click.argument("name")
@click.option(
    "--wav", metavar="FILE", type=click.Path(path_type=Path), help="Write it, do not play it."
)
@click.pass_obj
def play(tool: Tool, name: str, wav: Path | None) -> None:
    """Play a cue's tones on this computer."""
    from backstrap import files, sound
    from backstrap.cues import meanings

    said = meanings()
    if name not in said:
        hint = did_you_mean(name, said)
        raise UserError(f"no cue '{name}'{hint}; there are: {', '.join(said)}")
    if wav is None:
        sound.play(name)
    else:
        files.write(wav, sound.wav(name))
        tool.say(f"{wav}: written")
    value = {"name": name, "meaning": said[name], "wav": str(wav) if wav else None}
    tool.result(value, f"{name}: {said[name]}")
