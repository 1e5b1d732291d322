"""Serves the page on this computer only."""

import sys
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from backstrap.errors import UserError
from backstrap.page.check import sent

# Shared memory between the page and its workers needs the first two. Nothing may come from
# elsewhere, and no script may be in the page's own text.
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
        "img-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_TYPES = {
    "html": "text/html; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "wasm": "application/wasm",
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "backstrap"
    sys_version = ""

    def __init__(self, files: dict[str, bytes], *args: Any) -> None:
        self._files = files
        super().__init__(*args)

    def do_GET(self) -> None:
        name = self.path.partition("?")[0].lstrip("/") or "index.html"
        data = self._files.get(name)
        self.send_response(HTTPStatus.NOT_FOUND if data is None else HTTPStatus.OK)
        for header, value in HEADERS.items():
            self.send_header(header, value)
        kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
        self.send_header("Content-Type", kind if data is not None else "text/plain")
        data = b"no such file\n" if data is None else data
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            data = sent(data)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no news."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def server(files: dict[str, bytes], port: int) -> ThreadingHTTPServer:
    """A server of the files on 127.0.0.1; port 0: any. UserError: the port is taken."""
    try:
        return _Server(("127.0.0.1", port), partial(_Handler, files))
    except OSError as e:
        raise UserError(
            f"port {port} cannot be used ({e.strerror or e}); choose another with --on PORT"
        ) from None
