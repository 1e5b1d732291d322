"""An author's file -> the fields of strapcore.routine, or every mistake in it at once, each with
its line and column."""

import json
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from backstrap.errors import Problem, SourceErrors, UserError
from backstrap.routines import fields, meaning, mistakes
from backstrap.trees.parse import parse
from backstrap.trees.tree import BYTES_MOST, Lines, Path, Place, Tree, TreeError
from strapcore.limits import REGIONS
from strapcore.rules import LINE_BYTES_MOST
from strapcore.whole import dump_rows


class Compiled(NamedTuple):
    """A routine that passed every check: its id, how many steps, and the strap's file.

    id_at: where the author wrote the id, as a problem without a text.
    """

    id: str
    steps: int
    data: bytes
    id_at: Problem


def load(files: tuple[str, ...]) -> list[Compiled]:
    """The routines in the files; SourceErrors with the mistakes of all files together."""
    problems: list[Problem] = []
    routines: list[Compiled] = []
    first: dict[str, Problem] = {}
    for file in files:
        try:
            routine = compile_file(file)
        except SourceErrors as e:
            problems += e.problems
            continue
        at = first.setdefault(routine.id, routine.id_at)
        if at is not routine.id_at:
            text = f"the id '{routine.id}' is taken by {at.file}:{at.line}; change one"
            problems.append(routine.id_at._replace(text=text))
        routines.append(routine)
    if problems:
        raise SourceErrors(problems)
    return routines


def compile_file(file: str) -> Compiled:
    """The routine in one file."""
    try:
        with FilePath(file).open("rb") as f:
            raw = f.read(BYTES_MOST + 1)
    except OSError as e:
        raise UserError(f"{file}: cannot be read ({e.strerror or e}); check the name") from None
    return compile_text(raw, file)


def compile_text(raw: bytes, file: str) -> Compiled:
    """The routine in raw, the bytes of file; SourceErrors with everything that is wrong."""
    lines = Lines(raw[:BYTES_MOST].decode("utf-8-sig", "replace"))

    def problem(place: Place, text: str) -> Problem:
        return Problem.at(file, place, text, lines.line(place[0]))

    try:
        source = parse(raw, file)
    except TreeError as e:
        raise SourceErrors([problem(e.place, str(e))]) from None
    built, origins, found = _checked(source)
    rows = [] if found else [_row(row) for row in dump_rows(built)]
    paths: list[Path] = [(), *(("steps", i) for i in origins)]
    sizes = {source.place(path): len(row) for path, row in zip(paths, rows, strict=False)}
    text = f"bytes on the strap; allowed: at most {LINE_BYTES_MOST}; shorten it"
    found += [(place, f"{n} {text}") for place, n in sizes.items() if n > LINE_BYTES_MOST]
    if found:
        raise SourceErrors(problem(place, text) for place, text in found)
    id_at = problem(source.place(("id",)), "")
    return Compiled(built["id"], len(built["steps"]), b"".join(rows), id_at)


def _checked(source: Tree) -> tuple[dict[str, Any], list[int], list[tuple[Place, str]]]:
    """The strap's fields, the entry that each of their steps came from, and what is wrong."""
    if source.data in (None, {}):
        return {}, [], [((1, 1), "the file is empty; `backstrap new NAME` writes one to begin")]
    found = list(source.problems)
    region = None
    if isinstance(source.data, dict):
        source.data.pop("$schema", None)  # where a JSON file names its schema for an editor
        region = next((name for name in REGIONS if name == source.data.get("region")), None)
    routine, wrong = mistakes.read(source.data)
    for path, text, of_key in wrong:
        found.append((source.key(path) if of_key else source.place(path), text))
    if routine is None:
        return {}, [], found
    built, origins = fields.build(routine)
    named = mistakes.ids_are_known(wrong)
    for path, text, of_key in meaning.problems(
        routine, built, origins, source, named=named, region=region
    ):
        if not any(_touches(path, mistake.path) for mistake in wrong):
            found.append((source.key(path) if of_key else source.place(path), text))
    return built, origins, found


def _row(row: Any) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _touches(path: Path, wrong: Path) -> bool:
    """Whether the value at path is, holds or lies in the wrong one: then it proves nothing."""
    if path in (("steps",), ("schedule",)):
        return path == wrong
    return path == wrong[: len(path)] or wrong == path[: len(wrong)]
