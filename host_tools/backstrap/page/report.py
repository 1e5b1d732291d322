"""The holds of the database as one page that is a file of its own: the page's view of them, with
its scripts and its style inside, and nothing fetched."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backstrap.history.record import ENDED, parse
from backstrap.page.files import places

_SITE = Path(__file__).resolve().parent / "site"
# In the order in which each needs those before it.
_MODULES = (
    "dom",
    "backmap",
    "history/holds",
    "history/charts",
    "history/calendar",
    "history/view",
)
_IMPORT = re.compile(r"^import [^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_SECONDS = 400  # of a hold, at most: as many as its curve can show
_START = """
const told = JSON.parse(document.getElementById("told").textContent);
new HistoryView(document.getElementById("past"), told).show(told.records.map(holdOf));
"""
_EMPTY = "<p>There are no holds yet: <code>backstrap pull</code> fetches them.</p>"


def record(data: bytes) -> dict[str, Any]:
    """A record as the page's judge tells it; of a long one every so many-th second."""
    found = parse(data)
    each = -(-len(found.rows) // _SECONDS) or 1
    names = ("t_s", "load_pa", "temp_cc", "flags", "breath", "pulse")
    rows = [[row[name] for name in names] for row in found.rows[::each]]
    return {**vars(found), "rows": rows}


def render(records: Iterable[dict[str, Any]], title: str) -> str:
    """The file. Whatever came from a strap is JSON in it, and becomes text on the page."""
    told = {"records": list(records), "places": places(), "ended": ENDED}
    script = "".join(_inlined(name) for name in _MODULES) + _START
    style = "".join((_SITE / name).read_text("utf-8") for name in ("style.css", "print.css"))
    policy = f"default-src 'none'; script-src '{_sha256(script)}'; style-src '{_sha256(style)}'"
    data = json.dumps(told, separators=(",", ":")).replace("<", "\\u003c")
    return f"""<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{html.escape(title)}</title>
<style>{style}</style>
</head>
<body>
<main id="history">
<div class="lead"><h1>{html.escape(title)}</h1></div>
<div id="past">{"" if told["records"] else _EMPTY}</div>
</main>
<footer>Made on this computer; nothing was sent. No medical claim is made: what is only
estimated is marked with a ~.</footer>
<script type="application/json" id="told">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""


def _inlined(name: str) -> str:
    """A module's text for a script that has all of them in one."""
    text = (_SITE / f"{name}.mjs").read_text("utf-8")
    return _EXPORT.sub("", _IMPORT.sub("", text))


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
