"""Where the app is served: on this machine alone, at a port that is free, under an address that nobody guesses."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from annotui.cli.main import run
from annotui.errors import UsageError
from annotui.web.addresses import is_loopback, listen, new_token, url_of
from annotui.web.guard import NO_TOKEN, WRONG_HOST, WRONG_ORIGIN, headers, refusal


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LOCALHOST"])
def test_these_mean_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "10.0.0.7", "localhost.example", "127.0.0.1.example", "", "127.1", "2130706433", "::2"]
)
def test_these_do_not_and_cannot_be_served(host: str) -> None:
    assert not is_loopback(host)
    with pytest.raises(UsageError, match="not this machine alone") as caught:
        listen(host, None)
    assert "ssh -L 8000:127.0.0.1:8000" in caught.value.hint


def test_a_port_that_is_asked_for_and_taken_is_an_error_and_else_another_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port}") as caught:
            listen("localhost", port)
        assert "--port" in caught.value.hint
    with listen("127.0.0.1", None) as first, listen("127.0.0.1", None) as second:
        assert first.getsockname()[1] != second.getsockname()[1]


def test_the_address_holds_the_token_and_an_ipv6_address_its_brackets() -> None:
    with listen("127.0.0.1", None) as listening:
        assert url_of(listening, "t") == f"http://127.0.0.1:{listening.getsockname()[1]}/t/"
    try:
        listening = listen("[::1]", None)
    except UsageError:
        pytest.skip("this machine has no IPv6")
    with listening:
        assert url_of(listening, "t") == f"http://[::1]:{listening.getsockname()[1]}/t/"


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(len(token) for token in tokens) >= 32


@pytest.mark.parametrize(
    ("host", "origin", "path", "said"),
    [
        ("127.0.0.1:8000", None, "/secret/", ""),
        ("[::1]:8000", "http://[::1]:8000", "/secret/ws", ""),
        ("localhost:9", "http://LOCALHOST:9", "/secret", ""),
        ("evil.example", None, "/secret/", WRONG_HOST),
        ("127.0.0.1:8000@evil.example", None, "/secret/", WRONG_HOST),
        ("127.0.0.1; x", None, "/secret/", WRONG_HOST),
        ("localhost:9", "http://localhost:10", "/secret/", WRONG_ORIGIN),
        ("localhost:9", "https://localhost:9", "/secret/", WRONG_ORIGIN),
        ("localhost:9", None, "/secre/", NO_TOKEN),
        ("localhost:9", None, "/x/secret/", NO_TOKEN),
        ("localhost:9", None, "//secret/", NO_TOKEN),
        ("localhost:9", None, "/s\udce9cret/", NO_TOKEN),
        ("localhost:9", None, "", NO_TOKEN),
    ],
)
def test_who_is_let_in(host: str, origin: str | None, path: str, said: str) -> None:
    assert refusal("secret", host=host, origin=origin, path=path) == said


def test_a_host_header_of_any_kind_gets_nothing_into_the_policy() -> None:
    assert "evil" not in headers("x; script-src evil")["Content-Security-Policy"]


def test_without_textual_serve_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("textual_serve", "annotui.web.server", "annotui.web.session"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    assert run(["serve", "--project", str(tmp_path)]) == 2
    assert "pip install 'annotui[web]'" in capsys.readouterr().err


def test_what_is_no_project_is_not_served(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("textual_serve", reason="the extra web is not installed")
    monkeypatch.setattr("annotui.web.server.serve", lambda *_, **__: pytest.fail("it is served"))
    assert run(["serve", "--project", str(tmp_path)]) == 2
    assert run(["serve", "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "is not an annotui project" in said.err
    assert "ssh -L" in said.err
