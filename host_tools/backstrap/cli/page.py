"""Verb: page. The page for people who do not live in a terminal."""

import webbrowser
from pathlib import Path

import click

from backstrap.cli.tool import Tool


@click.command()
@click.option("--on", "number", metavar="PORT", default=0, help="Port to serve on; 0: any.")
@click.option("--open/--no-open", "opened", default=True, help="Whether to open a browser.")
@click.option("--out", metavar="DIR", type=click.Path(path_type=Path), help="Write it there.")
@click.option("--check", is_flag=True, help="Say what it weighs and how soon its strap runs.")
@click.pass_obj
def page(tool: Tool, number: int, opened: bool, out: Path | None, check: bool) -> None:
    """Open the page to try a strap, write routines, flash, and look back at holds.

    It is served from this computer, to this computer, until Ctrl-C. --out writes the same files to
    a folder, for any web host; nothing but a browser is needed then.
    """
    from backstrap.page import check as checking
    from backstrap.page import files, serve

    content = files.files()
    value = {"url": None, "folder": str(out) if out else None, "files": len(content)}
    value |= dict.fromkeys(("bytes", "bytes_unpacked", "first_step_ms"))
    if out:
        checking.write(content, out)
        text = f"{out}: {len(content)} files; serve them from any web host"
    if check:
        value |= checking.check(content)
        text = f"{value['bytes']} bytes as sent, first step after {value['first_step_ms']} ms"
    if check or out:
        tool.result(value, text)
        return
    with serve.server(content, number) as server:
        value["url"] = url = f"http://127.0.0.1:{server.server_address[1]}/"
        tool.result(value, f"the page is at {url}; Ctrl-C ends it")
        if opened:
            webbrowser.open(url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
