"""Verbs: board list, board check, board show. What a strap can be built on, and how."""

from pathlib import Path

import click

from backstrap.cli.tool import Tool, table


@click.group()
def board() -> None:
    """See the boards, check a board file, draw its wiring. No strap is needed."""


@board.command("list")
@click.option("--markdown", is_flag=True, help="As boards/README.md, with every wire.")
@click.pass_obj
def list_(tool: Tool, markdown: bool) -> None:
    """List the boards and their pins."""
    from backstrap import board_file
    from backstrap.boards import sheet

    found = [sheet.overview(name, board_file.load(name)) for name in board_file.names()]
    if markdown:
        tool.result(found, sheet.markdown().removesuffix("\n"))
    else:
        tool.result(found, table(sheet.HEAD, [sheet.line(told) for told in found]))


@board.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.pass_obj
def check(tool: Tool, files: tuple[Path, ...]) -> None:
    """Check board files: can every pin do its job? Names every mistake with its line."""
    from backstrap import board_file
    from backstrap.errors import Problem, SourceErrors

    problems: list[Problem] = []
    found = []
    for path in files:
        try:
            plan = board_file.load_file(path)
            found.append({"file": str(path), "board": plan["board"], "ok": True})
        except SourceErrors as e:
            problems += e.problems
    if problems:
        raise SourceErrors(problems)
    text = "\n".join(f"{row['file']}: {row['board']}, good" for row in found)
    tool.result({"files": found}, text)


@board.command()
@click.argument("board")
@click.option(
    "--svg",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the wiring as a picture.",
)
@click.pass_obj
def show(tool: Tool, board: str, svg: Path | None) -> None:
    """Show how to wire a board, by its name or its file."""
    from backstrap import board_file, files
    from backstrap.boards import drawing, sheet
    from backstrap.boards.parts import on_board
    from backstrap.errors import UserError

    plan = board_file.load(board)
    if not plan.get("pins"):
        raise UserError(
            f"{board}: without [pins] there is nothing to draw; write its rows of pins"
        )
    rows = sheet.rows(plan)
    if svg:
        files.write(svg, drawing.svg(plan).encode())
        tool.say(f"{svg}: written")
    cells = [
        (
            row["part"],
            row["pin"],
            row["board"],
            row["gpio"],
            row["color"],
            "optional" if row["optional"] else "",
        )
        for row in rows
    ]
    more = on_board(plan)
    notes = [*([f"On the board: {', '.join(more)}."] if more else []), *plan.get("notes", ())]
    wiring = table(("part", "pin", "board", "GPIO", "wire", ""), cells)
    text = "\n".join([f"{plan['name']}, MicroPython {plan['firmware']}", "", wiring, "", *notes])
    value = {
        "board": plan["board"],
        "wires": rows,
        "notes": notes,
        "svg": str(svg) if svg else None,
    }
    tool.result(value, text)
