"""Serve a built tree on this machine alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from allocdoc.errors import AllocdocError

HOST = "127.0.0.1"
MISSING = "404.html"
"""The page for what does not exist; the static hosts look for it under this name."""

TYPES = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".html": "text/html",
    ".inv": "application/octet-stream",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "text/xml",
    "": "application/octet-stream",
}
"""Media types by suffix. The machine's own table may be wrong (a registry entry for ``.js``)."""


class ServeError(AllocdocError):
    """There is nothing to serve, or the port is taken."""


class Handler(SimpleHTTPRequestHandler):
    """Files with the right type, always fresh; no listing of folders, nothing on the terminal."""

    server_version = "allocdoc"
    sys_version = ""
    extensions_map: Mapping[str, str] = TYPES  # type: ignore[assignment]

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """Return the media type, with the encoding that every text of the site is in."""
        kind = TYPES.get(Path(path).suffix.lower(), TYPES[""])
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def end_headers(self) -> None:
        """Let no browser show a page of the build before."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002
        """Refuse: a folder without an index is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer like the hosts that have a page for what does not exist."""
        page = Path(self.directory, MISSING)
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is given
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that is quiet about browsers that hang up."""

    # On Windows this option would let two servers share a port.
    allow_reuse_address: ClassVar[bool] = os.name == "posix"  # type: ignore[misc]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, but not a connection that the browser closed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """The address to open."""
        return f"http://{HOST}:{self.server_port}/"


def listen(folder: Path, port: int) -> Server:
    """Return a server for a built tree; it answers once its ``serve_forever`` runs.

    Args:
        folder: The tree, with its ``index.html``.
        port: The port, or 0 for any that is free.

    Raises:
        ServeError: Nothing is built there, or the port cannot be had.
    """
    if not (folder / "index.html").is_file():
        raise ServeError(f"{folder}: nothing built yet (run allocdoc build html)")
    try:
        return Server((HOST, port), partial(Handler, directory=str(folder)))
    except OSError as error:
        reason = error.strerror or error
        raise ServeError(f"port {port}: {reason} (try another with --port)") from None
