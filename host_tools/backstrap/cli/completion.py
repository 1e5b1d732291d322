"""Verb: completion. Click answers the shell's questions; nothing here touches a strap."""

from typing import Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from backstrap.cli.tool import Tool

VARIABLE = "_BACKSTRAP_COMPLETE"  # set by the script: the tool then only answers
_SHELLS = {
    "bash": 'eval "$(backstrap completion bash)" in ~/.bashrc',
    "zsh": 'eval "$(backstrap completion zsh)" in ~/.zshrc, below compinit',
    "fish": "backstrap completion fish > ~/.config/fish/completions/backstrap.fish",
}
_FILES = ("FILE", "FILE...", "RECORD", "SCRIPT", "LINK", "DIR")


class _Routine(click.Path):
    """A routine that is shipped, or a file."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from backstrap.routines import shipped

        found = [name for name in shipped.names() if name.startswith(incomplete)]
        return [*map(CompletionItem, found), *super().shell_complete(ctx, param, incomplete)]


@click.command(epilog="\b\n" + "\n".join(f"{shell}: {how}" for shell, how in _SHELLS.items()))
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_obj
def completion(tool: Tool, shell: str) -> None:
    """Print the script that completes verbs, options, files and boards in a shell."""
    from backstrap.cli.main import cli

    kind = get_completion_class(shell)
    assert kind, "click has all three"
    text = kind(cli, {}, "backstrap", VARIABLE).source()
    tool.result({"shell": shell, "script": text}, text)


def prepare(group: click.Group) -> None:
    """Let each parameter below the group know what it can be, for who asks for completions."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            prepare(command)
        for param in command.params if command else ():
            kind = _kind(param)
            if kind and param.type is click.STRING:
                param.type = kind


def _kind(param: click.Parameter) -> "click.ParamType[Any] | None":
    if param.name == "board":
        from backstrap import board_file

        return click.Choice(board_file.names())
    if param.name == "routine" and isinstance(param, click.Argument):
        return _Routine()
    named = param.metavar or (param.name or "").upper()
    return click.Path() if named in _FILES else None
