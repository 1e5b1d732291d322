"""An author's YAML file -> the fields of strapcore.routine, or every mistake in it at once, each
with its line and column."""

import json
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from backstrap.errors import Problem, SourceErrors, UserError
from backstrap.routines import fields, meaning, mistakes, tree
from strapcore.rules import LINE_BYTES_MOST
from strapcore.whole import dump_rows


class Compiled(NamedTuple):
    """A routine that passed every check: its id, how many steps, and the strap's file."""

    id: str
    steps: int
    data: bytes


def load(files: tuple[str, ...]) -> list[Compiled]:
    """The routines in the files; SourceErrors with the mistakes of all files together."""
    problems: list[Problem] = []
    routines: list[Compiled] = []
    first: dict[str, str] = {}
    for file in files:
        try:
            routine = compile_file(file)
        except SourceErrors as e:
            problems += e.problems
            continue
        if routine.id in first:
            text = f"the id '{routine.id}' is taken by {first[routine.id]}; change one"
            problems.append(Problem(file, 1, 1, text))
        first.setdefault(routine.id, file)
        routines.append(routine)
    if problems:
        raise SourceErrors(problems)
    return routines


def compile_file(file: str) -> Compiled:
    """The routine in one file."""
    try:
        with FilePath(file).open("rb") as f:
            raw = f.read(tree.BYTES_MOST + 1)
    except OSError as e:
        raise UserError(f"{file}: cannot be read ({e.strerror or e}); check the name") from None
    return compile_text(raw, file)


def compile_text(raw: bytes, file: str) -> Compiled:
    """The routine in raw, the bytes of file; SourceErrors with everything that is wrong."""
    try:
        source = tree.parse(raw)
    except tree.TreeError as e:
        raise SourceErrors([_problem(file, e.place, str(e))]) from None
    found = list(source.problems)
    routine, wrong = mistakes.read(source.data)
    for path, text, of_key in wrong:
        found.append((source.keys[path] if of_key else source.place(path), text))
    if routine is not None:
        built, origins = fields.build(routine)
        named = mistakes.ids_are_known(wrong)
        for path, text in meaning.problems(routine, built, origins, source, named):
            if not any(_touches(path, mistake.path) for mistake in wrong):
                found.append((source.place(path), text))
    if found:
        raise SourceErrors(_problem(file, place, text) for place, text in found)
    rows = [_row(row) for row in dump_rows(built)]
    paths: list[tree.Path] = [(), *(("steps", i) for i in origins)]
    sizes = {source.place(path): len(row) for path, row in zip(paths, rows, strict=True)}
    text = f"bytes on the strap; allowed: at most {LINE_BYTES_MOST}; shorten it"
    found = [(place, f"{n} {text}") for place, n in sizes.items() if n > LINE_BYTES_MOST]
    if found:
        raise SourceErrors(_problem(file, place, text) for place, text in found)
    return Compiled(built["id"], len(built["steps"]), b"".join(rows))


def _row(row: Any) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _touches(path: tree.Path, wrong: tree.Path) -> bool:
    """Whether the value at path is, holds or lies in the wrong one: then it proves nothing."""
    if path in (("steps",), ("schedule",)):
        return path == wrong
    return path == wrong[: len(path)] or wrong == path[: len(wrong)]


def _problem(file: str, place: tree.Place, text: str) -> Problem:
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[:400])
    return Problem(file, place[0], place[1], shown)
