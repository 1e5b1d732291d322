"""`backstrap VERB`: the verbs, the options they all take, and the one place where errors end.

Only click is imported here; a verb's modules are imported when it is called.
"""

import importlib
import os
import sys
from typing import Any

import click

from backstrap.cli.tool import Tool
from backstrap.errors import UserError, did_you_mean

# verb: (module and name of its command, one line of help)
_VERBS = {
    "new": ("check:new", "Write a routine to begin with."),
    "check": ("check:check", "Check routine files; no strap is needed."),
    "preview": ("preview:preview", "Show what the strap will show of a routine."),
    "schema": ("check:schema", "Print the schema of routine files, for editors."),
    "push": ("routines:push", "Put routines on the strap."),
    "sync": ("routines:sync_", "Make the strap's routines those of a folder."),
    "list": ("routines:list_", "List the routines on the strap."),
    "remove": ("routines:remove", "Remove routines from the strap."),
    "install": ("firmware:install", "Put MicroPython and the firmware on a board."),
    "update": ("firmware:update", "Put this tool's firmware on the strap."),
    "rollback": ("firmware:rollback", "Go back to the firmware from before."),
    "image": ("factory:image_", "Write a strap's file system to a file, for factories."),
    "mip": ("factory:mip_", "Write the firmware as a package for mpremote."),
    "info": ("strap:info", "Say which strap this is and what it does."),
    "name": ("strap:name", "See and set what the strap is called."),
    "logs": ("logs:logs", "Show what the strap has written about itself."),
    "crash": ("logs:crash", "Show why the firmware stopped last."),
    "doctor": ("doctor:doctor", "Look for what keeps the strap from working."),
    "monitor": ("monitor:monitor", "Show what the strap feels, live."),
    "time": ("clock:clock", "See and set the strap's clock."),
    "pull": ("records:pull", "Fetch the records of the holds."),
    "show": ("records:show", "Show the record of one hold."),
    "history": ("history:history", "List the holds that were pulled."),
    "export": ("history:export", "Write holds as CSV, JSON, Parquet or FHIR."),
    "report": ("report:report", "Show the holds as one page, to print or hand over."),
    "progress": ("progress:progress", "See, keep and mend what a person has done."),
    "replay": ("replay:replay", "Feel a recording as the strap would have."),
    "limits": ("limits:limits", "Show every safety limit and its source."),
    "cues": ("cues:cues", "Show and play what the strap says without a screen."),
    "simulate-nights": ("nights:simulate_nights", "Run a routine's nights, ahead of time."),
    "page": ("page:page", "Open the page: try, write, flash, look back."),
    "board": ("board:board", "List the boards, check a board file, draw its wiring."),
    "virtual": ("virtual:virtual", "Run a strap without hardware, and steer it."),
    "completion": ("completion:completion", "Print the script that completes words in a shell."),
    "man": ("man:man", "Print the manual page."),
    "demo": ("demo:demo", "From routine to release buzz on a virtual strap."),
}
_STOPPED = 130  # what a shell reports for Ctrl-C


def _remember_ports(ctx: click.Context, _: click.Parameter, value: tuple[str, ...]) -> None:
    ctx.ensure_object(Tool).ports += value


def _remember_transport(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value:
        ctx.ensure_object(Tool).transport = value


def _remember_json(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Tool).as_json = True


def _with_options(command: click.Command) -> click.Command:
    """Let the command, and what is below it, take --port, --transport and --json too."""
    if not any(param.name == "strap_port" for param in command.params):
        command.params += [
            click.Option(
                ["--port", "strap_port"],
                metavar="PORT",
                multiple=True,
                expose_value=False,
                callback=_remember_ports,
                help="Serial port, a strap's name, socket://HOST:PORT or folder:DIR; several, or "
                "all; else the one strap that answers.",
            ),
            click.Option(
                ["--transport", "strap_transport"],
                type=click.Choice(("mpremote", "ampy")),
                expose_value=False,
                callback=_remember_transport,
                help="What moves the bytes to a serial port; mpremote unless said.",
            ),
            click.Option(
                ["--json", "strap_json"],
                is_flag=True,
                expose_value=False,
                callback=_remember_json,
                help="Print one JSON value on stdout and nothing else.",
            ),
        ]
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _with_options(inner)
    return command


class _Verbs(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _VERBS:
            return None
        module, _, attribute = _VERBS[name][0].partition(":")
        command = getattr(importlib.import_module(f"backstrap.cli.{module}"), attribute)
        return _with_options(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _VERBS:
            hint = did_you_mean(args[0], _VERBS)
            ctx.fail(f"no verb '{args[0]}'{hint}; there are: {', '.join(_VERBS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(name, text) for name, (_, text) in _VERBS.items()])


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        from strapcore import VERSION

        ctx.ensure_object(Tool).result({"backstrap": VERSION}, f"backstrap {VERSION}")
        ctx.exit()


@click.command(cls=_Verbs, invoke_without_command=True)
@click.option("--version", is_flag=True, expose_value=False, callback=_version, help="Show it.")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Put pressure-point routines on a BackStrap and fetch what was held.

    Exit codes: 0 done, 1 the input is wrong, 2 the strap or the link failed, 3 the strap said no.
    """
    if ctx.invoked_subcommand is None:
        raise click.UsageError("which verb? `backstrap --help` lists them")


_with_options(cli)


def main(argv: list[str] | None = None) -> int:
    """Run the tool with the given words (sys.argv without them); the exit code."""
    words = sys.argv[1:] if argv is None else argv
    tool = Tool()
    tool.as_json = "--json" in words  # known before parsing, which may fail
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if "_BACKSTRAP_COMPLETE" in os.environ:  # a shell asks what could come next
        from backstrap.cli import completion

        completion.prepare(cli)
    try:
        code: Any = cli.main(words, prog_name="backstrap", obj=tool, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except UserError as e:
        tool.error(e.details())
        return e.exit_code
    except click.ClickException as e:
        ctx = getattr(e, "ctx", None)
        hint = f"\nSee: {ctx.command_path} --help" if ctx and ctx.invoked_subcommand else ""
        tool.error(UserError(e.format_message() + hint).details())
        return UserError.exit_code
    except (KeyboardInterrupt, click.Abort):
        tool.error({"exit": _STOPPED, "message": "stopped"})
        return _STOPPED
    except BrokenPipeError:  # `backstrap list | head`: whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
