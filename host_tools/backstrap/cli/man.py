"""Verb: man. The manual page, made from the verbs themselves."""

import re
from collections.abc import Iterator

import click

from backstrap.cli.tool import Tool

_COMMON = ("strap_port", "strap_transport", "strap_json")
_EXIT = (
    ("0", "Done."),
    ("1", "The input is wrong: an option, a file, a name."),
    ("2", "The strap or the link to it failed; what `doctor` finds."),
    ("3", "The strap is well and said no: a hold runs, its flash is full."),
    ("130", "Stopped with Ctrl-C."),
)
_FILES = (
    (
        "~/.local/share/backstrap/",
        "What the tool keeps; on macOS in ~/Library/Application Support, on Windows in "
        + "%LOCALAPPDATA%.",
    ),
    (
        "$XDG_RUNTIME_DIR/backstrap-UID/",
        "One small file for each virtual strap that runs; else in the temporary folder.",
    ),
)
_ENVIRONMENT = (
    ("NO_COLOR", "Where it is set and not empty, nothing is coloured."),
    ("XDG_DATA_HOME, XDG_RUNTIME_DIR", "Move the folders above."),
    ("_BACKSTRAP_COMPLETE", "Set by the shell's completion; see `backstrap completion`."),
)
_EXAMPLES = (
    ("What keeps a strap from working?", "backstrap doctor"),
    ("Put the firmware on a board", "backstrap install --board esp32-c3-supermini"),
    (
        "Check a routine, then put it on the strap",
        "backstrap check my.yaml && backstrap push my.yaml",
    ),
    ("Watch a hold, and keep it as a table", "backstrap monitor --csv hold.csv"),
)


@click.command()
@click.pass_obj
def man(tool: Tool) -> None:
    """Print the manual page: `backstrap man | man -l -` shows it."""
    text = page()
    tool.result({"man": text}, text.removesuffix("\n"))


def page() -> str:
    """The page as roff, without a date: the same verbs give the same page."""
    from backstrap.cli.main import cli
    from strapcore import VERSION

    ctx = click.Context(cli, info_name="backstrap")
    lines = [
        f'.TH BACKSTRAP 1 "" "BackStrap {VERSION}" "BackStrap"',
        ".SH NAME",
        r"backstrap \- put pressure-point routines on a BackStrap and fetch what was held",
        ".SH SYNOPSIS",
        r"\fBbackstrap\fR \fIVERB\fR [\fIOPTIONS\fR] [\fIARGUMENTS\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(cli),
        ".PP",
        roff("Results go to standard output, everything else to standard error."),
        ".SH OPTIONS",
        roff("Every verb takes these, before or behind it."),
        *_options(cli, ctx, common=True),
        ".SH VERBS",
        *_verbs(cli, ctx),
    ]
    sections = (("EXIT STATUS", _EXIT), ("FILES", _FILES), ("ENVIRONMENT", _ENVIRONMENT))
    for title, rows in sections:
        lines += [f".SH {title}", *(line for row in rows for line in _item(*row))]
    lines.append(".SH EXAMPLES")
    for what, words in _EXAMPLES:
        lines += [".TP", roff(what + ":"), f"\\fB{roff(words)}\\fR"]
    lines += [".SH SEE ALSO", ".BR mpremote (1)"]
    return "\n".join(lines) + "\n"


def _verbs(group: click.Group, ctx: click.Context) -> Iterator[str]:
    """Each verb with its arguments, words and options; those of a group as `group verb`."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command, name
        inner = click.Context(command, info_name=name, parent=ctx)
        if isinstance(command, click.Group):
            yield from _verbs(command, inner)
            continue
        pieces = " ".join(command.collect_usage_pieces(inner))
        yield f'.SS "{roff(inner.command_path)} {roff(pieces)}"'
        yield from _paragraphs(command)
        yield from _options(command, inner, common=False)


def _paragraphs(command: click.Command) -> Iterator[str]:
    parts = (command.help or "").replace("\b\n", "").strip().split("\n\n")
    parts += [command.epilog.replace("\b\n", "")] if command.epilog else []
    for number, part in enumerate(parts):
        if number:
            yield ".PP"
        yield roff(" ".join(part.split()))


def _options(command: click.Command, ctx: click.Context, common: bool) -> Iterator[str]:
    for param in command.params:
        if isinstance(param, click.Option) and (param.name in _COMMON) == common:
            record = param.get_help_record(ctx)
            if record:
                yield from _item(*record)


def _item(term: str, text: str) -> Iterator[str]:
    yield ".TP"
    yield f"\\fB{roff(term)}\\fR"
    yield roff(text)


def roff(text: str) -> str:
    """Text that roff prints as it is. What stands in `backticks` is bold."""
    shown = text.replace("\\", "\\e").replace("-", "\\-")
    for char, name in (("~", "\\(ti"), ("^", "\\(ha"), ('"', "\\(dq"), ("'", "\\(aq")):
        shown = shown.replace(char, name)
    shown = re.sub(r"`([^`]+)`", r"\\fB\1\\fR", shown).replace("`", "\\(ga")
    shown = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in shown)
    return "\\&" + shown if shown.startswith(".") else shown
