"""Verb: demo. The main job, end to end, on a virtual strap."""

import click

from backstrap.cli.tool import Tool


@click.command()
@click.pass_obj
def demo(tool: Tool) -> None:
    """Push a routine to a virtual strap, hold a point until the buzz, fetch the record."""
    from backstrap import demo as story

    tell = tool.say if tool.as_json else click.echo
    value, last_lines = story.run(tell)
    tool.result(value, last_lines)
