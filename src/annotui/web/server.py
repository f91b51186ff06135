"""The server: the page and its files, and a websocket for each page; everything else is refused."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import traceback
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import textual_serve
from aiohttp import WSCloseCode, web
from aiohttp.http_exceptions import HttpProcessingError

from annotui.web.guard import headers, refusal
from annotui.web.session import Session, cells

_PAGE = Path(__file__).with_name("page")
_EMULATOR = Path(textual_serve.__file__).with_name("static")
_HEARTBEAT_SECONDS = 15.0
"""How often a page is asked whether it is still there."""
_LARGEST_PASTE = 64 * 1024 * 1024
"""Bytes of a message from a page, at most."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def serve(
    listening: socket.socket, token: str, argv: Sequence[str], *, ready: Callable[[], None], say: Callable[[str], None]
) -> None:
    """Serve the app that `argv` runs until SIGINT, SIGTERM or SIGHUP; then every open page's app is ended.

    `ready` is called once pages can be opened, `say` with what an app had to say when it ended.
    """
    for name in ("aiohttp", "asyncio", "textual-serve"):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.addHandler(_Faults(say))
    asyncio.run(_serve(listening, application(token, argv, say), ready))


def application(token: str, argv: Sequence[str], say: Callable[[str], None]) -> web.Application:
    """All that is served, below `/TOKEN/`."""
    open_pages: set[web.WebSocketResponse] = set()

    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        refused = refusal(token, host=host, origin=origin, path=request.path)
        return web.Response(status=403, text=refused) if refused else await handler(request)

    async def to_page(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"/{token}/")

    async def index(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_PAGE / "index.html")

    async def session(request: web.Request) -> web.StreamResponse:
        page = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS, max_msg_size=_LARGEST_PASTE)
        await page.prepare(request)
        open_pages.add(page)
        work = Session(argv, page, say)
        try:
            await work.start(cells(request.query.get("width"), 80), cells(request.query.get("height"), 24))
            await work.talk()
        finally:
            open_pages.discard(page)
            await work.stop()
        return page

    async def close_pages(_: web.Application) -> None:
        ends = [page.close(code=WSCloseCode.GOING_AWAY, message=b"annotui serve has ended") for page in open_pages]
        await asyncio.gather(*ends)

    app = web.Application(middlewares=[web.middleware(guarded)])
    app.on_response_prepare.append(_with_headers)
    app.on_shutdown.append(close_pages)
    app.router.add_get(f"/{token}", to_page)
    app.router.add_get(f"/{token}/", index)
    app.router.add_get(f"/{token}/ws", session)
    app.router.add_static(f"/{token}/page/", _PAGE)
    app.router.add_static(f"/{token}/emulator/", _EMULATOR)
    return app


class _Faults(logging.Handler):
    """Tells a fault in the server in a line: its kind and where it was, no traceback and no text of an article.

    What is no HTTP at all was answered with 400, and is nobody's fault here.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._tell = say

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, HttpProcessingError):
            *_, last = traceback.extract_tb(error.__traceback__)
            where = f"{type(error).__name__} at {last.filename}:{last.lineno}"
            self._tell(f"annotui: a page could not be served, by a fault in annotui: {where}")


async def _with_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(headers(request.headers.get("Host", "")))


async def _serve(listening: socket.socket, app: web.Application, ready: Callable[[], None]) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        ready()
        await stopped.wait()
    finally:
        await runner.cleanup()
