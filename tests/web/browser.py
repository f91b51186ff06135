"""A headless Chromium, driven over the DevTools protocol; the screen is drawn from what the page's websocket gets."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp

from ..terminal.emulator import Emulator

TIMEOUT = 30.0
"""Seconds after which a wait fails; only what is broken comes near."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_KEYS = {"enter": ("Enter", 13, "\r"), "tab": ("Tab", 9, ""), "escape": ("Escape", 27, "")}
_OPTIONS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0"),
    *("--no-first-run", "--disable-background-networking", "--window-size=1000,700"),
)


class Browser:
    """A Chromium of its own, with a profile in `folder`. `async with` starts and ends it."""

    def __init__(self, folder: Path) -> None:
        self._profile = folder
        self._pages: list[Page] = []

    async def __aenter__(self) -> Browser:
        assert CHROMIUM is not None
        command = [CHROMIUM, *_OPTIONS, f"--user-data-dir={self._profile}", "about:blank"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._http = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        for page in self._pages:
            await page.leave()
        await self._http.close()
        self._process.terminate()
        self._process.wait()

    async def page(self) -> Page:
        """A new page, empty at first."""
        told = self._profile / "DevToolsActivePort"
        await until(lambda: told.exists() and "\n" in told.read_text(), "Chromium never listens")
        port = told.read_text().split()[0]
        async with self._http.put(f"http://127.0.0.1:{port}/json/new?about:blank") as answer:
            address = (await answer.json())["webSocketDebuggerUrl"]
        page = Page(await self._http.ws_connect(address, max_msg_size=0))
        for domain in ("Page", "Network", "Runtime", "Log"):
            await page.ask(f"{domain}.enable")
        self._pages.append(page)
        return page


class Page:
    """A page: `requests` are the addresses that it asked for, `complaints` what its console has to say."""

    def __init__(self, tools: aiohttp.ClientWebSocketResponse) -> None:
        self._tools = tools
        self._asked = 0
        self._answers: dict[int, asyncio.Future[dict[str, object]]] = {}
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.screen = Emulator(80, 24)
        self._reading = asyncio.create_task(self._read())

    async def leave(self) -> None:
        """Let go of the page."""
        await self._tools.close()
        await self._reading

    async def ask(self, method: str, **parameters: object) -> dict[str, object]:
        """Have something done. Returns what the protocol says to that."""
        self._asked += 1
        self._answers[self._asked] = asyncio.get_running_loop().create_future()
        await self._tools.send_json({"id": self._asked, "method": method, "params": parameters})
        return await asyncio.wait_for(self._answers[self._asked], TIMEOUT)

    async def open(self, address: str) -> None:
        """Go to an address."""
        await self.ask("Page.navigate", url=address)

    async def reload(self) -> None:
        """Load the page anew; what is on the screen afterwards comes from the new one."""
        before = self.screen
        await self.ask("Page.reload")
        await until(lambda: self.screen is not before, "the page opens no websocket")

    async def evaluate(self, script: str) -> object:
        """What an expression of JavaScript is in the page."""
        found = await self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        result = found["result"]
        assert isinstance(result, dict), found
        return result.get("value")

    async def picture(self) -> bytes:
        """The page as a PNG."""
        return base64.b64decode(str((await self.ask("Page.captureScreenshot"))["data"]))

    async def press(self, *keys: str) -> None:
        """Press keys: characters, or enter, tab, escape."""
        for key in keys:
            name, code, text = _KEYS.get(key, (key, 0, key))
            both = {"key": name, "code": name, "windowsVirtualKeyCode": code}
            if code:
                await self.ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **both)
                await self.ask("Input.dispatchKeyEvent", type="keyUp", **both)
            else:
                await self.ask("Input.dispatchKeyEvent", type="char", key=key, text=text)

    @property
    def text(self) -> str:
        """What the terminal in the page shows."""
        return "\n".join(self.screen.lines)

    async def wait_for(self, what: str) -> None:
        """Wait until a text is on the screen. Fails, showing the screen, when it never is."""
        await until(lambda: what in self.text, lambda: f"waited for {what!r}; {self.complaints}\n{self.text}")

    async def _read(self) -> None:
        async for message in self._tools:
            told = json.loads(message.data)
            if "id" in told:
                self._answers[told["id"]].set_result(told.get("result", told))
            else:
                self._take(told["method"], told["params"])

    def _take(self, method: str, told: dict[str, dict[str, object]]) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.requests.append(str(told["request"]["url"]))
            case "Network.webSocketCreated":
                address = urlsplit(str(told["url"]))
                self.requests.append(address.geturl())
                size = parse_qs(address.query)
                self.screen = Emulator(int(size["width"][0]), int(size["height"][0]))
            case "Network.webSocketFrameReceived" if told["response"]["opcode"] == 2:
                self.screen.feed(base64.b64decode(str(told["response"]["payloadData"])))
            case "Network.webSocketFrameSent":
                kind, *values = json.loads(str(told["response"]["payloadData"]))
                if kind == "resize":
                    self.screen.resize(values[0]["width"], values[0]["height"])
            case "Log.entryAdded":
                self.complaints.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")
            case "Runtime.exceptionThrown":
                self.complaints.append(str(told["exceptionDetails"]))


async def until(holds: Callable[[], bool], what: str | Callable[[], str]) -> None:
    """Wait until something holds; fails with `what` when it never does."""
    end = time.monotonic() + TIMEOUT
    while not holds():
        assert time.monotonic() < end, what() if callable(what) else what
        await asyncio.sleep(0.02)
