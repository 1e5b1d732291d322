"""Wrong routine files: each names every mistake with its place and what to do, nothing else."""

from pathlib import Path

import pytest

from backstrap.errors import SourceErrors
from backstrap.routines import source

FOLDER = Path(__file__).parent / "wrong_routines"
TABLE = FOLDER.with_suffix(".txt")


def expected():
    """{file: [(line, what stands there, what is wrong, what to do)]}; the table says how."""
    found, name = {}, ""
    for row in TABLE.read_text("utf-8").splitlines():
        if row.startswith("  "):
            line, there, text, fix = (part.strip() for part in row.split(" | "))
            found[name].append((int(line), there, text, fix))
        elif not row.startswith("#"):
            name = row
            assert name not in found
            found[name] = []
    return found


WRONG = expected()


def column(line, there):
    behind = there.endswith("^")
    there = there.removesuffix("^")
    return line.index(there) + 1 + len(there) * behind


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_names_its_mistakes_and_nothing_else(name):
    path = FOLDER / name
    lines = path.read_text("utf-8", errors="replace").split("\n")
    places = [(line, column(lines[line - 1], there)) for line, there, _, _ in WRONG[name]]
    with pytest.raises(SourceErrors) as caught:
        source.load((str(path),))
    found = caught.value.problems
    assert [(problem.line, problem.column) for problem in found] == places
    for problem, (_, _, text, fix) in zip(found, WRONG[name], strict=True):
        assert problem.text.startswith(text)
        assert fix and fix in problem.fix
        assert str(problem).startswith(f"{path}:{problem.line}:{problem.column}: {text}")


def test_every_wrong_file_is_in_the_table():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(WRONG)
    assert all(WRONG.values())
    for form, least in (("yaml", 60), ("json", 20), ("toml", 20)):
        assert sum(name.endswith(form) for name in WRONG) >= least


def test_mistakes_of_several_files_come_together():
    files = tuple(str(FOLDER / f"{name}.yaml") for name in ("rest_too_long", "empty"))
    with pytest.raises(SourceErrors) as caught:
        source.load(files)
    assert {problem.file for problem in caught.value.problems} == set(files)


def test_a_file_that_is_too_long_is_refused_unread():
    with pytest.raises(SourceErrors, match="at most 262144"):
        source.compile_text(b"#" * (256 * 1024 + 1), "long.yaml")


def test_windows_lines_are_windows_lines():
    """A checkout may not change what the test is about."""
    assert b"\r\n" in (FOLDER / "windows_lines.toml").read_bytes()
