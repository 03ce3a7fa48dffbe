"""The preview's server: the built pages, and a connection for each open page.

Only this machine is answered, and only pages that it served itself: a name that leads here (DNS
rebinding) is refused by its ``Host``, a page of another site by its ``Origin``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from allocdoc.settings import Settings
from allocdoc.site import search
from allocdoc.site.preview.adapting import FILES, HERE, PREFIX, adapt, waiting
from allocdoc.site.preview.keeping import Keeper
from allocdoc.site.preview.preview import Preview, Tools
from allocdoc.site.serve import HOST, MISSING, TYPES, ServeError

_NAMES = (HOST, "localhost")
_FRESH = {"Cache-Control": "no-cache"}
_REFUSED = 1008
"""The code of WebSocket for a breach of policy."""


class Site:
    """What the server answers."""

    def __init__(self, preview: Preview) -> None:
        """Answer for a preview that is running."""
        self._preview = preview
        # A page that an earlier server sent is out of date, whatever its number.
        self._session = secrets.token_hex(4)

    def app(self) -> Starlette:
        """Return the application."""
        return Starlette(
            routes=[
                WebSocketRoute(f"{PREFIX}live", self._live),
                Route(f"{PREFIX}{{name}}", self._own),
                Route("/{path:path}", self._page),
            ],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(_NAMES))],
        )

    async def _own(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in FILES:
            return Response(status_code=404)
        return _file(HERE / name)

    async def _page(self, request: Request) -> Response:
        out = self._preview.out.resolve()
        path = (out / request.path_params["path"]).resolve()
        if not path.is_relative_to(out):
            return Response(status_code=404)
        top, *rest = path.relative_to(out).parts or ("",)
        if top == search.FOLDER and rest and rest[0] in self._preview.keepers:
            await self._preview.index(self._preview.keepers[rest[0]].job.language)
        if path.is_dir():
            if not request.url.path.endswith("/"):
                return RedirectResponse(f"{request.url.path}/")
            path /= "index.html"
        keeper = self._preview.keepers.get(top) or self._preview.source
        if path.is_file():
            return self._html(request, keeper, path) if path.suffix == ".html" else _file(path)
        return self._missing(request, keeper, path)

    def _html(self, request: Request, keeper: Keeper, path: Path, status: int = 200) -> Response:
        return self._adapted(request, keeper, path.read_text(encoding="utf-8"), status)

    def _missing(self, request: Request, keeper: Keeper, path: Path) -> Response:
        """Answer for what is not there: some pages only are not there yet."""
        keeper.want()
        if keeper.is_complete or path.suffix not in ("", ".html"):
            page = self._preview.out / MISSING
            return self._html(request, keeper, page, 404) if page.is_file() else Response("", 404)
        language = keeper.job.language
        return self._adapted(request, keeper, waiting(language.code, language.tag), 503)

    def _adapted(self, request: Request, keeper: Keeper, html: str, status: int) -> Response:
        host = request.headers["host"]
        page = adapt(html, host, keeper.job.language.code, self._version(keeper))
        return HTMLResponse(page, status, _FRESH)

    def _version(self, keeper: Keeper) -> str:
        return f"{self._session}.{keeper.style}.{keeper.number}"

    async def _live(self, connection: WebSocket) -> None:
        language, page = (connection.query_params.get(name, "") for name in ("language", "page"))
        keeper = self._preview.keepers.get(language)
        if keeper is None or not _is_own(connection):
            await connection.close(_REFUSED)
            return
        await connection.accept()
        keeper.visit(page)
        talking = asyncio.create_task(self._talk(connection, keeper))
        try:
            while True:
                await connection.receive_text()  # until it is closed
        except WebSocketDisconnect:
            pass
        finally:
            keeper.leave(page)
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)

    async def _talk(self, connection: WebSocket, keeper: Keeper) -> None:
        """Say how things are, and again whenever that changes."""
        said: str | None = None
        while True:
            now = self._news(keeper)
            if now != said:
                await connection.send_text(now)
                said = now
            await keeper.until(lambda: self._news(keeper) != said)  # noqa: B023 - awaited here

    def _news(self, keeper: Keeper) -> str:
        state = "failed" if keeper.failed else "building" if keeper.is_stale else "ready"
        found = [asdict(one) for one in (*keeper.failed, *keeper.found)]
        return json.dumps({"version": self._version(keeper), "state": state, "found": found})


def _is_own(connection: HTTPConnection) -> bool:
    """Tell whether a connection comes from a page that this server sent."""
    return connection.headers.get("origin") == f"http://{connection.headers.get('host')}"


def _file(path: Path) -> Response:
    kind = TYPES.get(path.suffix.lower(), TYPES[""])
    return FileResponse(path, media_type=kind, headers=_FRESH)


class _Server(uvicorn.Server):
    """Uvicorn's server; what a signal does is decided by who runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # on Windows this option would let two servers share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        reason = error.strerror or error
        raise ServeError(f"port {port}: {reason} (try another with --port)") from None
    return listener


def serve(settings: Settings, tools: Tools, port: int, on_start: Callable[[str], None]) -> None:
    """Show the project's pages on this machine and follow its files, until Ctrl-C.

    Args:
        settings: The project.
        tools: What pages are made with.
        port: The port, or 0 for any that is free.
        on_start: Told the address to open.

    Raises:
        ServeError: The port cannot be had.
        BusyError: Another preview of the project is running.
        AllocdocError: The project cannot be built at all.
        KeyboardInterrupt: It was stopped.
    """
    with contextlib.closing(_listen(port)) as listener:
        preview = Preview(settings, tools)
        try:
            asyncio.run(_serve(preview, listener, on_start))
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None


async def _serve(
    preview: Preview, listener: socket.socket, on_start: Callable[[str], None]
) -> None:
    current = asyncio.current_task()
    if current is not None and os.name == "posix":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, current.cancel)
    config = uvicorn.Config(
        Site(preview).app(),
        http="h11",
        ws="websockets-sansio",
        lifespan="off",
        log_config=None,
        log_level="critical",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    async with preview.running():
        on_start(f"http://{HOST}:{listener.getsockname()[1]}/")
        await _Server(config).serve(sockets=[listener])
