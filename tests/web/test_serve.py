"""`annotui serve` with a headless Chromium: the app is there, what was done stays, and nobody else gets in."""

from __future__ import annotations

import csv
import io
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from .conftest import ANNOTUI, serving

aiohttp = pytest.importorskip("aiohttp", reason="the extra web is not installed")
pytest.importorskip("textual_serve", reason="the extra web is not installed")

if TYPE_CHECKING:
    from .browser import Page


def exported(folder: Path) -> Sequence[dict[str, str]]:
    """The rows of the project's export."""
    done = subprocess.run([*ANNOTUI, "export"], cwd=folder, capture_output=True, check=True)
    return list(csv.DictReader(io.StringIO(done.stdout.decode())))


def apps(folder: Path) -> list[int]:
    """The processes of the app on a project."""
    told = subprocess.run(["ps", "-ww", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
    return [int(line.split()[0]) for line in told.splitlines() if f"--project={folder.resolve()}" in line]


async def gone(folder: Path) -> None:
    """Wait until no app is at work on a project."""
    from .browser import until

    await until(lambda: not apps(folder), "the app goes on")


async def read(page: Page, address: str) -> None:
    """Open the served project, and its article."""
    await page.open(address)
    await page.wait_for("1 of 1")
    await page.press("enter")
    await page.wait_for("Ferry Protocol holds")


async def test_what_was_tagged_and_linked_is_there_after_a_reload(page: Page, address: str, folder: Path) -> None:
    await read(page, address)
    await page.press("/", *"Ferry", "enter", "1")
    await page.wait_for("1-9 take")
    await page.press("1")
    await page.wait_for("Linked to ferry-2020")
    before = exported(folder)
    assert [(row["text"], row["agreement_id"], row["annotator"]) for row in before] == [("Ferry", "ferry-2020", "vera")]
    [first] = apps(folder)
    await page.reload()
    await page.wait_for("1 span")
    assert "Ferry Protocol holds" in page.text, "the article is open still"
    assert exported(folder) == before
    await page.press("u")
    await page.wait_for("1 open")
    await page.press("Q")
    await gone(folder)
    assert first not in apps(folder)
    assert [row["agreement_id"] for row in exported(folder)] == [""]


async def test_the_page_draws_what_it_gets_and_loads_nothing_from_elsewhere(page: Page, address: str) -> None:
    await page.open(address)
    await page.wait_for("1 of 1")
    library = await page.picture()
    await page.press("?")
    await page.wait_for("Help")
    assert await page.evaluate("document.fonts.check('16px \"Roboto Mono\"')")
    assert await page.picture() != library
    assert page.requests
    assert {urlsplit(url).netloc for url in page.requests} == {urlsplit(address).netloc}
    assert [said for said in page.complaints if "Security Policy" in said or "Error" in said or "404" in said] == []


async def test_a_page_may_load_nothing_from_elsewhere(page: Page, address: str) -> None:
    await page.open(address)
    await page.wait_for("1 of 1")
    tried = await page.evaluate("fetch('http://localhost:1/', {mode: 'no-cors'}).then(() => 'sent', e => 'refused')")
    assert tried == "refused"
    assert any("Security Policy" in said for said in page.complaints)


async def test_leaving_the_page_and_ending_the_server_end_the_app(page: Page, folder: Path) -> None:
    with serving(folder) as (address, server):
        await read(page, address)
        assert len(apps(folder)) == 1
        await page.open("about:blank")
        await gone(folder)
        await page.open(address)
        await page.wait_for("Ferry Protocol holds")
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) == 0
        await gone(folder)
        assert await page.evaluate("getComputedStyle(document.querySelector('.ended')).display") == "block"


async def test_an_app_whose_server_was_killed_ends(page: Page, folder: Path) -> None:
    with serving(folder) as (address, server):
        await read(page, address)
        assert len(apps(folder)) == 1
        server.kill()
        server.wait()
        await gone(folder)


async def test_what_keeps_the_app_from_opening_stands_in_the_page_and_with_the_server(page: Page, folder: Path) -> None:
    with serving(folder) as (address, server):
        (folder / "annotations.db").write_bytes(b"no database at all, but a line of text\n" * 100)
        await page.open(address)
        await page.wait_for("annotations.db")
        server.terminate()
        _, said = server.communicate(timeout=20)
        assert "annotations.db" in said
        assert "Traceback" not in said


@pytest.mark.parametrize("path", ["/", "/ws", "/WRONG/", "/WRONG/ws", "/WRONG/emulator/js/textual.js", "/favicon.ico"])
async def test_without_the_token_nothing_is_served(closed_address: str, path: str) -> None:
    token = urlsplit(closed_address).path.strip("/")
    for wrong in ("wrong", token[:-1], f"{token}x", token.swapcase(), "%00", "\u00e9"):
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"http://{urlsplit(closed_address).netloc}{path.replace('WRONG', wrong)}") as answer,
        ):
            assert answer.status == 403
            assert "lacks the right token" in await answer.text()
            assert token not in str(answer.headers)


@pytest.mark.parametrize("path", ["ws", "wrong/ws"])
async def test_a_websocket_without_the_token_is_refused_and_starts_no_app(
    closed_address: str, made: Path, path: str
) -> None:
    async with aiohttp.ClientSession() as client:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await client.ws_connect(f"ws://{urlsplit(closed_address).netloc}/{path}")
        assert caught.value.status == 403
    assert apps(made) == []


@pytest.mark.parametrize(
    "host", ["annotui.example", "annotui.example:8000", "127.0.0.1.annotui.example", "", "10.0.0.7"]
)
async def test_another_name_for_this_machine_is_refused_with_the_token_too(closed_address: str, host: str) -> None:
    async with aiohttp.ClientSession() as client:
        async with client.get(closed_address, headers={"Host": host}) as answer:
            assert answer.status == 403
            assert "not served under this name" in await answer.text()
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await client.ws_connect(f"{closed_address}ws", headers={"Host": host})
        assert caught.value.status == 403


async def test_another_sites_page_gets_no_websocket_even_with_the_token(closed_address: str) -> None:
    async with aiohttp.ClientSession() as client:
        for origin in ("http://annotui.example", "null", "http://127.0.0.1:1"):
            with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
                await client.ws_connect(f"{closed_address}ws", headers={"Origin": origin})
            assert caught.value.status == 403


async def test_a_forwarded_port_is_let_in(closed_address: str) -> None:
    async with aiohttp.ClientSession() as client:
        for host in ("localhost:9000", "127.0.0.1:9000", "[::1]:9000", "localhost"):
            async with client.get(closed_address, headers={"Host": host}) as answer:
                assert answer.status == 200
                assert f"ws://{host};" in answer.headers["Content-Security-Policy"]
                assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_what_is_no_http_is_refused_without_a_word_of_the_server(folder: Path) -> None:
    with serving(folder) as (address, server):
        for sent in (
            b"nonsense\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\r\n",
            b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ):
            with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0), timeout=30) as client:
                client.sendall(sent)
                assert client.recv(100).startswith(b"HTTP/1.0 400")
        server.terminate()
        _, said = server.communicate(timeout=20)
    assert len(said.splitlines()) == 2, said


async def test_what_a_page_says_and_nobody_understands_is_passed_over(address: str, folder: Path) -> None:
    async with aiohttp.ClientSession() as client, client.ws_connect(f"{address}ws?width=80&height=-3") as page:
        for said in ("{", "7", "[]", '["stdin", 7]', '["resize", {"width": "wide"}]', '["resize", {"width": 1e9}]'):
            await page.send_str(said)
        await page.send_bytes(b"\x00")
        await page.send_json(["ping", "4711"])
        end = time.monotonic() + 30
        while (message := await page.receive(timeout=30)).type is not aiohttp.WSMsgType.TEXT:
            assert time.monotonic() < end
        assert message.data == '["pong", "4711"]'
        assert len(apps(folder)) == 1
