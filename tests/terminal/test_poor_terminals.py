"""Terminals without UTF-8, or poor in other ways: they get nothing that they cannot show."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import MakeProject, Run, Start
from .driver import ANNOTUI, Terminal

TEXT = "Şəki – “a visit”…\n\nMira Tolen: Привет, naïve café → 世界.\n"


@pytest.fixture
def poor(make_project: MakeProject, run: Run) -> Path:
    """One article that says much that ASCII does not, with a name that is tagged."""
    project = make_project({"visit.txt": TEXT})
    start = TEXT.index("Mira")
    run(project, "tag", "visit.txt", str(start), str(start + 10), "person")
    return project


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text("suggest = false\nhints = false\n", encoding="utf-8")
    return path


def reading(app: Terminal) -> Terminal:
    app.wait_for("1 article")
    app.press("enter")
    app.wait_for("1 span")
    app.quiet()
    return app


@pytest.mark.parametrize("env", [{"LANG": "C"}, {"LANG": None, "LC_ALL": "POSIX"}])
def test_without_utf8_only_ascii_is_sent_and_what_is_kept_stays_as_it_is(
    poor: Path, terminal: Start, run: Run, env: dict[str, str | None]
) -> None:
    app = reading(terminal(poor, env=env))
    assert 'Seki - "a visit".' in app.text
    assert "Mira Tolen: ??????, naive cafe > ????." in app.text
    app.press("/", *"cafe", "enter", "5")
    app.wait_for("2 spans")
    app.press("?")
    app.wait_for("Help")
    app.press("q", "q", "A")
    app.wait_for("Catalogue")
    assert bytes(app.received).isascii()
    app.press("q", "Q")
    assert app.exit_code() == 0
    assert ",café,".encode() in run(poor, "export").stdout


def test_a_terminal_of_latin_1_gets_and_gives_bytes_of_it(poor: Path, terminal: Start) -> None:
    app = reading(terminal(poor, env={"LANG": "de_DE.ISO-8859-1"}))
    assert b"na\xefve caf\xe9 > " in app.received
    app.press("/", *"caf")
    app.send("é".encode("latin-1"))
    app.press("enter")
    app.wait_for("1 of 1")


@pytest.mark.parametrize("lines", ['characters = "ascii"\n', 'characters = "ascii"\ndiffer = false\n'])
def test_the_setting_makes_a_terminal_one_of_ascii_with_and_without_the_differ(
    poor: Path, terminal: Start, settings: Path, lines: str
) -> None:
    settings.write_text(settings.read_text(encoding="utf-8") + lines, encoding="utf-8")
    app = reading(terminal(poor, env={"ANNOTUI_SETTINGS": str(settings)}))
    assert "Mira Tolen: ??????, naive cafe > ????." in app.text
    assert bytes(app.received).isascii()


def test_commands_say_in_ascii_what_a_terminal_without_utf8_can_show(poor: Path, terminal: Start) -> None:
    app = terminal(poor, env={"LANG": "C"}, program=[*ANNOTUI, "search", "visit"])
    assert app.exit_code() == 0
    assert bytes(app.received).isascii()
    assert "Seki" in app.text


def test_commands_heed_the_setting_and_pipes_get_utf8_whatever_it_is(
    poor: Path, terminal: Start, settings: Path, run: Run, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.write_text('characters = "latin-1"\n', encoding="utf-8")
    app = terminal(poor, env={"ANNOTUI_SETTINGS": str(settings)}, program=[*ANNOTUI, "export", "--format", "jsonl"])
    assert app.exit_code() == 0
    assert b"na\xefve caf\xe9 > ????" in app.received
    monkeypatch.setitem(environment, "LANG", "C")
    monkeypatch.setitem(environment, "ANNOTUI_SETTINGS", str(settings))
    assert "Şəki – “a visit”…".encode() in run(poor, "export", "--format", "jsonl").stdout
