"""One open page: a process of the app, its keys from the page's websocket, its screen back to it."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress

from aiohttp import WSMsgType
from aiohttp.web import WebSocketResponse
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from annotui.core.text import safe
from annotui.tui.terminal.preflight import SERVED_DRIVER

_BEGINS = b"__GANGLION__\n"
"""What Textual's web driver writes before its first packet."""
_DATA, _META = b"D", b"M"
_STOP_SECONDS = 5.0
"""How long the app gets to end; all that was shown as done is saved anyway."""
_MOST_CELLS = 1000


class Session(AppService):
    """The app at work for a page.

    `argv` runs it; `say` is called with what it writes on standard error, as text that a terminal may get.
    """

    def __init__(self, argv: Sequence[str], page: WebSocketResponse, say: Callable[[str], None]) -> None:
        super().__init__(
            argv[0],
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=self._close,
            download_manager=DownloadManager(),
        )
        self._argv = argv
        self._page = page
        self._say = say

    async def talk(self) -> None:
        """Hand on what the page says until it is closed or left; what is not understood is passed over."""
        async for message in self._page:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                kind, *values = json.loads(message.data)
            except (ValueError, TypeError):
                continue
            match kind, values:
                case "stdin", [str(typed)]:
                    await self.send_bytes(typed.encode("utf-8", "replace"))
                case "resize", [{"width": int(width), "height": int(height)}]:
                    await self.set_terminal_size(cells(width, 80), cells(height, 24))
                case "ping", [str(sent)]:
                    await self._page.send_json(["pong", sent])
                case "blur", []:
                    await self.blur()
                case "focus", []:
                    await self.focus()

    async def run(self) -> None:
        """Hand on what the app draws until it ends, say what it had to say, and close the page."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        assert process.stderr is not None
        saying = asyncio.create_task(process.stderr.read())
        # The page may be gone before the app is: it is told to end then, and what it still draws goes nowhere.
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await process.stdout.readuntil(_BEGINS)
            while True:
                await self._take_packet(process.stdout)
        said = [safe(line) for line in (await saying).decode("utf-8", "replace").splitlines()]
        await process.wait()
        for line in said:
            self._say(line)
        with suppress(ConnectionError):
            if said:
                await self.remote_write_bytes("".join(f"\r\n{line}" for line in said).encode())
            await self.remote_close()

    async def stop(self) -> None:
        """Have the app end as when its terminal is closed; end it where it does not."""
        if self._task is None or self._process is None:
            return
        await self.send_meta({"type": "quit"})
        done, _ = await asyncio.wait([self._task], timeout=_STOP_SECONDS)
        if not done:
            with suppress(ProcessLookupError):
                self._process.kill()
            await asyncio.wait([self._task])

    async def _close(self) -> None:
        await self._page.close()

    async def _take_packet(self, stdout: asyncio.StreamReader) -> None:
        head = await stdout.readexactly(5)
        payload = await stdout.readexactly(int.from_bytes(head[1:], "big"))
        with suppress(ConnectionError):
            if head[:1] == _DATA:
                await self.on_data(payload)
            elif head[:1] == _META and json.loads(payload).get("type") == "exit":
                await self.on_meta(payload)

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return super()._build_environment(width, height) | {"TEXTUAL_DRIVER": SERVED_DRIVER}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the app, without a shell, and out of reach of a Ctrl-C: the server ends it in order then."""
        environment = self._build_environment(width, height)
        self._process = process = await asyncio.create_subprocess_exec(
            *self._argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
        )
        self._stdin = process.stdin
        return process


def cells(value: object, default: int) -> int:
    """A width or height that a page tells, in cells; the default for what cannot be one."""
    try:
        number = int(str(value))
    except ValueError:
        return default
    return number if 0 < number <= _MOST_CELLS else default
